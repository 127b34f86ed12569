package dev.vedette.policy.testing;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.SocketActivity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How records are written that are not written by their components alone. */
final class Styles {
    /** include/uapi/linux/in.h */
    private static final int TCP = 6;

    private static final int UDP = 17;

    private static final int LONGEST_NAME = 15;
    private static final Pattern INET = Pattern.compile("([0-9.]+):(\\d{1,5})");
    private static final Pattern INET6 = Pattern.compile("\\[([0-9a-fA-F:.]+)]:(\\d{1,5})");

    /** The words of denials for where a file comes from, and the image's own. */
    private static final List<String> FROM = List.of("image", "added", "changed", "memory", "volume");

    /** A process that is not the one that acts. */
    private static final ProcessInfo ANOTHER = runs(new ProcessId(99, 990), Standards.PROCESS, "/usr/sbin/nginx");

    private Styles() {}

    @SuppressWarnings("unchecked")
    static <T> RecordStyle<T> of(Class<T> type) {
        RecordStyle<?> style = switch (type.getSimpleName()) {
            case "FileObject" -> file();
            case "ProcessInfo" -> process();
            case "Container" -> container();
            case "Endpoint" -> endpoint();
            case "CpuContention", "DiskContention", "MemoryContention", "NetworkContention" ->
                RecordStyle.plain().requiring("blame");
            case "ImageName" ->
                RecordStyle.<ImageName>plain()
                        .orText("an image's reference", (text, _) -> Optional.of(ImageName.parse(text)));
            case "FileOpened" ->
                RecordStyle.<FileOpened>plain().requiring("file").completedBy(Styles::opened);
            case "FileChanged" ->
                RecordStyle.<FileChanged>plain()
                        .requiring("operation", "file")
                        .completedBy(given -> given.assume("requestedPath", path(given.get("file"))));
            case "ProcessExecuted" -> RecordStyle.<ProcessExecuted>plain().completedBy(Styles::executed);
            case "SocketActivity" -> RecordStyle.<SocketActivity>plain().completedBy(Styles::socket);
            default -> RecordStyle.plain();
        };
        return (RecordStyle<T>) style;
    }

    private static RecordStyle<FileObject> file() {
        return RecordStyle.like(FileObject.NONE)
                .withExtra("from", ScalarForm.of(FROM, word -> word))
                .completedBy(Styles::fileOf)
                .orText("a path", (text, _) -> Optional.of(Standards.file(text)).filter(_ -> text.startsWith("/")));
    }

    /** A path alone is that of a file of the image; where it comes from says how the kernel shows it. */
    private static void fileOf(Given given) {
        String path = String.valueOf(given.get("path"));
        if (given.says("path")) {
            FileObject file = Standards.file(path);
            given.assume("device", file.device());
            given.assume("inode", file.inode());
            given.assume("superMagic", file.superMagic());
            given.assume("links", file.links());
            given.assume("mode", file.mode());
            given.assume("ownerUid", file.ownerUid());
            given.assume("layer", file.layer());
            given.assume("pathEnd", file.pathEnd());
            given.assume("mountNamespace", file.mountNamespace());
        }
        if (!given.says("from")) {
            return;
        }
        switch ((String) given.get("from")) {
            case "added" -> given.assume("layer", OverlayLayer.UPPER);
            case "changed" -> given.assume("layer", OverlayLayer.BOTH);
            case "memory" -> {
                given.assume("layer", OverlayLayer.NONE);
                given.assume("superMagic", FileSystemMagic.TMPFS);
                given.assume("links", 0L);
                given.assume("pathEnd", FileObject.PathEnd.DETACHED);
            }
            case "volume" -> {
                given.assume("layer", OverlayLayer.NONE);
                given.assume("superMagic", FileSystemMagic.BY_TYPE.get("ext4"));
                given.assume("device", 43L);
            }
            default -> given.assume("layer", OverlayLayer.LOWER);
        }
    }

    private static RecordStyle<ProcessInfo> process() {
        return RecordStyle.like(ANOTHER)
                .hiding("id")
                .withExtra("pid", ScalarForm.INT)
                .completedBy(Styles::processOf)
                .orText(
                        "the path of its executable",
                        (text, base) -> Optional.of(text)
                                .filter(path -> path.startsWith("/"))
                                .map(path -> runs(base, path)));
    }

    private static void processOf(Given given) {
        if (given.says("pid")) {
            int pid = (Integer) given.get("pid");
            given.assume("id", new ProcessId(pid, pid * 10L));
        }
        if (given.says("executable")) {
            String name = ((FileObject) given.get("executable")).name();
            given.assume("arguments", List.of(name));
            given.assume("name", shortened(name));
        }
    }

    private static ProcessInfo runs(ProcessInfo process, String path) {
        return runs(process.id(), process, path);
    }

    private static ProcessInfo runs(ProcessId id, ProcessInfo process, String path) {
        FileObject file = Standards.file(path);
        return new ProcessInfo(
                id,
                shortened(file.name()),
                file,
                List.of(file.name()),
                process.credentials(),
                process.namespaces(),
                process.stdio(),
                process.parent(),
                process.serving());
    }

    private static String shortened(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    private static RecordStyle<Container> container() {
        return RecordStyle.like(Standards.CONTAINER)
                .completedBy(Styles::containerOf)
                .orText(
                        "'host' or namespace/workload[/container]",
                        (text, base) ->
                                text.equals("host") ? Optional.of(Container.HOST) : named(text.split("/", -1), base));
    }

    /** Another name is another container. */
    private static void containerOf(Given given) {
        if (given.says("name") || given.says("pod")) {
            Container.Pod pod = (Container.Pod) given.get("pod");
            given.assume("id", Standards.id(pod.namespace() + "/" + pod.workload() + "/" + given.get("name")));
        }
    }

    private static Optional<Container> named(String[] parts, Container like) {
        if (parts.length < 2 || parts.length > 3 || List.of(parts).contains("")) {
            return Optional.empty();
        }
        String name = parts.length == 3 ? parts[2] : parts[1];
        return Optional.of(new Container(
                Standards.id(parts[0] + "/" + parts[1] + "/" + name),
                name,
                like.image(),
                like.imageDigest(),
                like.runtime(),
                new Container.Pod(
                        parts[0],
                        parts[1] + "-1",
                        like.pod().uid(),
                        parts[1],
                        like.pod().labels(),
                        like.pod().ownerKind()),
                like.grantedHostNamespaces(),
                like.startedEpochNanos(),
                like.identity(),
                like.role(),
                like.security()));
    }

    private static RecordStyle<SocketActivity.Endpoint> endpoint() {
        return RecordStyle.like(peer(SocketActivity.Family.INET, "", 0))
                .orText(
                        "an address with its port like 192.0.2.1:443 or [2001:db8::1]:443, a path, or @name",
                        (text, _) -> peer(text));
    }

    private static Optional<SocketActivity.Endpoint> peer(String text) {
        Matcher four = INET.matcher(text);
        Matcher six = INET6.matcher(text);
        if (four.matches()) {
            return Optional.of(peer(SocketActivity.Family.INET, four.group(1), Integer.parseInt(four.group(2))));
        }
        if (six.matches()) {
            return Optional.of(peer(SocketActivity.Family.INET6, six.group(1), Integer.parseInt(six.group(2))));
        }
        return text.startsWith("/") || text.startsWith("@")
                ? Optional.of(peer(SocketActivity.Family.UNIX, text, 0))
                : Optional.empty();
    }

    private static SocketActivity.Endpoint peer(SocketActivity.Family family, String address, int port) {
        return new SocketActivity.Endpoint(family, address, port, FileObject.NONE, false);
    }

    /** What is not opened for writing is opened for reading. */
    private static void opened(Given given) {
        given.assume("read", !Boolean.TRUE.equals(given.get("write")));
        given.assume("requestedPath", path(given.get("file")));
    }

    private static void executed(Given given) {
        EventContext context = (EventContext) given.get("context");
        given.assume("requestedPath", path(context.process().executable()));
    }

    private static void socket(Given given) {
        SocketActivity.Family family = ((SocketActivity.Endpoint) given.get("peer")).family();
        boolean internet = family == SocketActivity.Family.INET || family == SocketActivity.Family.INET6;
        if (internet && given.get("operation") != SocketActivity.Operation.CREATE) {
            given.assume("protocol", given.get("operation") == SocketActivity.Operation.SEND ? UDP : TCP);
        }
    }

    private static String path(Object file) {
        return file == null ? "" : ((FileObject) file).path();
    }
}
