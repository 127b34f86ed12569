package dev.vedette.policy.testing;

import dev.vedette.policy.document.Nearest;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AdmissionCompared;
import dev.vedette.policy.model.AdmissionMissed;
import dev.vedette.policy.model.ApiExposed;
import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.BlindSpot;
import dev.vedette.policy.model.BpfUsed;
import dev.vedette.policy.model.CapabilityUsed;
import dev.vedette.policy.model.CgroupChanged;
import dev.vedette.policy.model.CgroupLayout;
import dev.vedette.policy.model.ClusterSetting;
import dev.vedette.policy.model.CodeFetched;
import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.CredentialsChanged;
import dev.vedette.policy.model.DataTransferred;
import dev.vedette.policy.model.DiskContention;
import dev.vedette.policy.model.EventsLost;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.IdentityObserved;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.KernelModuleLoaded;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.KeyUsed;
import dev.vedette.policy.model.MadeBesideKubernetes;
import dev.vedette.policy.model.MemoryContention;
import dev.vedette.policy.model.MemoryKill;
import dev.vedette.policy.model.MemoryProtected;
import dev.vedette.policy.model.ModuleReachable;
import dev.vedette.policy.model.NameResolved;
import dev.vedette.policy.model.NamespaceChanged;
import dev.vedette.policy.model.NetworkContention;
import dev.vedette.policy.model.NodeSetting;
import dev.vedette.policy.model.OutOfMemoryKilled;
import dev.vedette.policy.model.PageCacheDiffers;
import dev.vedette.policy.model.ProbeMissing;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExited;
import dev.vedette.policy.model.ProcessFlood;
import dev.vedette.policy.model.RegistryEndpoint;
import dev.vedette.policy.model.ResponseTrouble;
import dev.vedette.policy.model.RoleBound;
import dev.vedette.policy.model.RoleRule;
import dev.vedette.policy.model.RuntimeApi;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.policy.model.SharedSetting;
import dev.vedette.policy.model.SignalSent;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.SpaceShortage;
import dev.vedette.policy.model.TaskRenamed;
import dev.vedette.policy.model.VulnerableVersion;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The facts that a test can tell, by the names that rules give them. For one thread. */
final class FactTypes {
    /** A test holds this list and the model together. */
    static final List<Class<? extends Record>> ALL = List.of(
            AccessRequested.class,
            AdmissionCompared.class,
            AdmissionMissed.class,
            ApiExposed.class,
            BaselineDeviation.class,
            BlindSpot.class,
            BpfUsed.class,
            CapabilityUsed.class,
            CgroupChanged.class,
            CgroupLayout.class,
            ClusterSetting.class,
            CodeFetched.class,
            ContainerSetting.class,
            CpuContention.class,
            CredentialsChanged.class,
            DataTransferred.class,
            DiskContention.class,
            EventsLost.class,
            FileChanged.class,
            FileOpened.class,
            FileSystemMounted.class,
            FilesDestroyed.class,
            IdentityObserved.class,
            ImageObserved.class,
            IsolationObserved.class,
            KernelModuleLoaded.class,
            KernelSurfaceReached.class,
            KeyUsed.class,
            MadeBesideKubernetes.class,
            MemoryContention.class,
            MemoryKill.class,
            MemoryProtected.class,
            ModuleReachable.class,
            NameResolved.class,
            NamespaceChanged.class,
            NetworkContention.class,
            NodeSetting.class,
            OutOfMemoryKilled.class,
            PageCacheDiffers.class,
            ProbeMissing.class,
            ProcessAccessed.class,
            ProcessExecuted.class,
            ProcessExited.class,
            ProcessFlood.class,
            RegistryEndpoint.class,
            ResponseTrouble.class,
            RoleBound.class,
            RoleRule.class,
            RuntimeApi.class,
            SensorNotice.class,
            SharedSetting.class,
            SignalSent.class,
            SocketActivity.class,
            SpaceShortage.class,
            TaskRenamed.class,
            VulnerableVersion.class);

    private final Map<String, FactForm<?>> forms = new TreeMap<>();

    FactTypes(Forms forms) {
        ALL.forEach(type -> this.forms.put(type.getSimpleName(), form(type, forms)));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record & Fact> FactForm<T> form(Class<?> type, Forms forms) {
        return new FactForm<>((Class<T>) type, forms);
    }

    /** One fact: its name, and below it what it tells. */
    Optional<TimedFact> read(LocatedNode node, Scene scene, Problems problems) {
        if (!(node instanceof LocatedNode.Mapping mapping) || mapping.entries().size() != 1) {
            problems.at(node, "Here must be one fact with what it tells, like 'FileOpened: {file: /etc/shadow}'.");
            return Optional.empty();
        }
        LocatedNode.Entry only = mapping.entries().values().iterator().next();
        FactForm<?> form = forms.get(only.key().value());
        if (form == null) {
            String hint = Nearest.hint(only.key().value(), forms.keySet());
            problems.at(
                    only.key(),
                    "There is no fact " + Problems.quote(only.key().value())
                            + (hint.isEmpty() ? "; docs/facts.md lists them." : hint));
            return Optional.empty();
        }
        return form.read(only.value().isNull() ? nothing(only) : only.value(), scene, problems);
    }

    /** {@code ProcessExecuted:} alone tells as much as {@code ProcessExecuted: {}}. */
    private static LocatedNode nothing(LocatedNode.Entry entry) {
        return new LocatedNode.Mapping(
                Map.of(),
                entry.key().line(),
                entry.key().column(),
                entry.value().pointer());
    }

    Map<String, Object> schema(SchemaParts parts) {
        Map<String, Object> properties = new TreeMap<>();
        forms.forEach((name, form) ->
                properties.put(name, Map.of("anyOf", List.of(Map.of("type", "null"), form.schema(parts)))));
        return new TreeMap<>(Map.of(
                "type",
                "object",
                "description",
                "One fact by the name that rules give it.",
                "minProperties",
                1,
                "maxProperties",
                1,
                "additionalProperties",
                false,
                "properties",
                properties));
    }

    List<String> ambiguous() {
        return forms.entrySet().stream()
                .flatMap(form -> form.getValue().ambiguous().stream().map(key -> form.getKey() + "." + key))
                .toList();
    }
}
