package dev.vedette.policy.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import java.util.List;

/** Writes and reads processes: one object, and its ancestors in an array, nearest first. */
final class ProcessJson {
    private static final String ANCESTORS = "ancestors";

    void write(ProcessInfo process, ObjectNode to) {
        writeOne(process, to);
        ArrayNode ancestors = to.putArray(ANCESTORS);
        for (ProcessInfo ancestor : process.ancestors()) {
            writeOne(ancestor, ancestors.addObject());
        }
    }

    ProcessInfo read(JsonFields from) {
        ProcessInfo parent = null;
        List<JsonFields> ancestors = from.objects(ANCESTORS);
        if (ancestors.size() > ProcessInfo.MAX_ANCESTORS) {
            ancestors = ancestors.subList(0, ProcessInfo.MAX_ANCESTORS);
        }
        for (JsonFields ancestor : ancestors.reversed()) {
            parent = readOne(ancestor, parent);
        }
        return readOne(from, parent);
    }

    private static void writeOne(ProcessInfo process, ObjectNode to) {
        to.put("pid", process.pid());
        to.put("startBootNanos", Long.toString(process.id().startBootNanos()));
        to.put("name", process.name());
        process.arguments().forEach(to.putArray("arguments")::add);
        to.put("serving", process.serving());
        write(process.executable(), to.putObject("executable"));
        if (process.credentials() != null && process.credentials().known()) {
            write(process.credentials(), to.putObject("credentials"));
        }
        if (process.namespaces() != null && !process.namespaces().equals(Namespaces.UNKNOWN)) {
            ObjectNode namespaces = to.putObject("namespaces");
            for (NamespaceKind kind : NamespaceKind.values()) {
                namespaces.put(JsonFields.label(kind), process.namespaces().of(kind));
            }
        }
        if (process.stdio() != null && !process.stdio().equals(Stdio.UNKNOWN)) {
            ObjectNode stdio = to.putObject("stdio");
            stdio.put("in", JsonFields.label(process.stdio().in()));
            stdio.put("out", JsonFields.label(process.stdio().out()));
            stdio.put("err", JsonFields.label(process.stdio().err()));
        }
    }

    private static ProcessInfo readOne(JsonFields from, ProcessInfo parent) {
        return new ProcessInfo(
                new ProcessId((int) from.number("pid", 0), from.number("startBootNanos", 0)),
                from.text("name"),
                from.object("executable").map(ProcessJson::file).orElse(FileObject.NONE),
                from.texts("arguments"),
                from.object("credentials").map(ProcessJson::credentials).orElse(Credentials.UNKNOWN),
                from.object("namespaces").map(ProcessJson::namespaces).orElse(Namespaces.UNKNOWN),
                from.object("stdio").map(ProcessJson::stdio).orElse(Stdio.UNKNOWN),
                parent,
                from.flag("serving"));
    }

    private static void write(FileObject file, ObjectNode to) {
        to.put("path", file.path());
        to.put("pathEnd", JsonFields.label(file.pathEnd()));
        to.put("layer", JsonFields.label(file.layer()));
        to.put("device", Long.toString(file.device()));
        to.put("inode", Long.toString(file.inode()));
        to.put("generation", file.generation());
        to.put("superMagic", JsonFields.hexMask(file.superMagic()));
        to.put("links", file.links());
        to.put("mode", file.mode());
        to.put("ownerUid", file.ownerUid());
        if (file.mountNamespace() != 0) {
            to.put("mountNamespace", file.mountNamespace());
        }
    }

    private static FileObject file(JsonFields from) {
        return new FileObject(
                from.text("path"),
                from.number("device", 0),
                from.number("inode", 0),
                from.number("generation", 0),
                from.mask("superMagic"),
                from.number("links", 1),
                (int) from.number("mode", 0),
                from.number("ownerUid", -1),
                from.constant("layer", OverlayLayer.class, OverlayLayer.NONE),
                from.constant("pathEnd", FileObject.PathEnd.class, FileObject.PathEnd.UNVERIFIED),
                from.number("mountNamespace", 0));
    }

    private static void write(Credentials credentials, ObjectNode to) {
        to.put("uid", credentials.uid());
        to.put("gid", credentials.gid());
        to.put("effectiveUid", credentials.effectiveUid());
        to.put("effectiveGid", credentials.effectiveGid());
        to.put("effective", JsonFields.hexMask(credentials.effective().bits()));
        to.put("permitted", JsonFields.hexMask(credentials.permitted().bits()));
        to.put("inheritable", JsonFields.hexMask(credentials.inheritable().bits()));
        to.put("bounding", JsonFields.hexMask(credentials.bounding().bits()));
        to.put("ambient", JsonFields.hexMask(credentials.ambient().bits()));
        to.put("seccompMode", credentials.seccompMode());
        to.put("noNewPrivileges", credentials.noNewPrivileges());
    }

    private static Credentials credentials(JsonFields from) {
        return new Credentials(
                from.number("uid", -1),
                from.number("gid", -1),
                from.number("effectiveUid", -1),
                from.number("effectiveGid", -1),
                new CapabilitySet(from.mask("effective")),
                new CapabilitySet(from.mask("permitted")),
                new CapabilitySet(from.mask("inheritable")),
                new CapabilitySet(from.mask("bounding")),
                new CapabilitySet(from.mask("ambient")),
                (int) from.number("seccompMode", -1),
                from.flag("noNewPrivileges"));
    }

    private static Namespaces namespaces(JsonFields from) {
        return new Namespaces(
                from.number("mount", 0),
                from.number("pid", 0),
                from.number("network", 0),
                from.number("user", 0),
                from.number("ipc", 0),
                from.number("uts", 0),
                from.number("cgroup", 0));
    }

    private static Stdio stdio(JsonFields from) {
        return new Stdio(
                from.constant("in", Stdio.Kind.class, Stdio.Kind.UNKNOWN),
                from.constant("out", Stdio.Kind.class, Stdio.Kind.UNKNOWN),
                from.constant("err", Stdio.Kind.class, Stdio.Kind.UNKNOWN));
    }
}
