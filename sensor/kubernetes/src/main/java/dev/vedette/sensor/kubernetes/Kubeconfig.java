package dev.vedette.sensor.kubernetes;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * A kubeconfig, looked at before it is used: the client itself takes one without a usable context for one that means the
 * cluster that it may run in.
 */
final class Kubeconfig {
    private static final String WAY_OUT = ": name another with --kubeconfig, or leave that out.";

    private final Path file;

    Kubeconfig(Path file) {
        this.file = file;
    }

    /**
     * How the cluster of a context is reached.
     *
     * @param context by name; empty for the file's own current one
     * @throws KubernetesException if that is not in the file, in one sentence
     */
    io.fabric8.kubernetes.client.Config of(Optional<String> context) throws KubernetesException {
        Config content = content();
        String chosen = context.orElse(Objects.requireNonNullElse(content.getCurrentContext(), ""));
        if (chosen.isEmpty()) {
            throw wrong("does not say which context is meant: give --context with one of " + names(content), null);
        }
        NamedContext found = content.getContexts().stream()
                .filter(each -> chosen.equals(each.getName()) && each.getContext() != null)
                .findFirst()
                .orElseThrow(() ->
                        wrong("has no context '" + chosen + "': give --context with one of " + names(content), null));
        demandServer(content, found);
        try {
            return io.fabric8.kubernetes.client.Config.fromKubeconfig(chosen, file.toFile());
        } catch (RuntimeException e) {
            throw wrong("can't be used (" + firstLine(e) + ")" + WAY_OUT, e);
        }
    }

    private void demandServer(Config content, NamedContext context) throws KubernetesException {
        String cluster = Objects.requireNonNullElse(context.getContext().getCluster(), "");
        boolean served = content.getClusters().stream()
                .filter(each -> cluster.equals(each.getName()))
                .map(NamedCluster::getCluster)
                .anyMatch(each -> each != null && each.getServer() != null);
        if (!served) {
            throw wrong(
                    "has no server for the cluster '" + cluster + "' of its context '" + context.getName()
                            + "': add one at clusters, or give another --context",
                    null);
        }
    }

    private Config content() throws KubernetesException {
        Config content;
        try {
            content = Serialization.unmarshal(Files.readString(file), Config.class);
        } catch (NoSuchFileException e) {
            throw wrong("can't be read (there is no such file)" + WAY_OUT, e);
        } catch (MalformedInputException e) {
            throw wrong("is none (it is not text in UTF-8)" + WAY_OUT, e);
        } catch (IOException e) {
            throw wrong("can't be read (" + firstLine(e) + ")" + WAY_OUT, e);
        } catch (RuntimeException e) {
            throw wrong("is none (" + reason(e) + ")" + WAY_OUT, e);
        }
        if (content == null) {
            throw wrong("is empty" + WAY_OUT, null);
        }
        return content;
    }

    /** Where YAML itself is broken the place is known, and else it is another document. */
    private static String reason(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException yaml) {
                return yaml.getProblemMark().map(Kubeconfig::place).orElse("") + yaml.getProblem();
            }
        }
        return "clusters, contexts and users are to be lists, as kubectl writes them";
    }

    private static String place(Mark mark) {
        return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
    }

    private static String names(Config content) {
        List<NamedContext> contexts = content.getContexts();
        return contexts.isEmpty()
                ? "those that 'kubectl config get-contexts' shows, of which this file has none"
                : contexts.stream().map(NamedContext::getName).collect(Collectors.joining(", "));
    }

    private KubernetesException wrong(String what, Exception cause) {
        return new KubernetesException("The kubeconfig " + file + " " + what, cause);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
