package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes an image from files of this machine, without a registry: busybox with all its applets, the few files every
 * system has, and what the caller adds. The same image serves as the pods' pause image.
 *
 * <p>Needs the package busybox-static. Not thread-safe.
 */
public final class ImageBuilder {
    /** The name under which a container of the demonstration asks for its image. */
    public static final String REFERENCE = "localhost/vedette/demo:1";

    /** The name under which containerd asks for the image of pods' sandboxes. */
    public static final String PAUSE_REFERENCE = "localhost/vedette/pause:1";

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");

    private final Path root;
    private final Path work;
    private final List<String> references;

    private ImageBuilder(Path work, List<String> references) {
        this.work = work;
        this.references = new ArrayList<>(references);
        this.root = work.resolve("rootfs");
    }

    /** Begins the image of the demonstration, which has the names {@link #REFERENCE} and {@link #PAUSE_REFERENCE}. */
    public static ImageBuilder busybox(Path work) throws IOException {
        return busybox(work, REFERENCE, PAUSE_REFERENCE);
    }

    /**
     * Begins an image with busybox in it.
     *
     * @param work a folder for what is put together; an earlier image in it is replaced
     * @param references the names it will have; an image that has one of them loses it
     */
    public static ImageBuilder busybox(Path work, String... references) throws IOException {
        if (!Files.isExecutable(BUSYBOX)) {
            throw new IOException(BUSYBOX + " is missing: install the package busybox-static.");
        }
        for (String part : List.of("rootfs", "layout")) {
            Leftovers.deleteTree(work.resolve(part));
        }
        ImageBuilder builder = new ImageBuilder(work.toAbsolutePath(), List.of(references));
        builder.system();
        builder.applets();
        return builder;
    }

    /** Gives the image one more name. */
    public ImageBuilder reference(String reference) {
        references.add(reference);
        return this;
    }

    /** Adds a text file, with a mode such as {@code rwxr-xr-x}. */
    public ImageBuilder file(String path, String content, String mode) throws IOException {
        return file(path, content.getBytes(StandardCharsets.UTF_8), mode);
    }

    public ImageBuilder file(String path, byte[] content, String mode) throws IOException {
        Path target = target(path);
        Files.write(target, content);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
        return this;
    }

    /** Adds a program of this machine at its own path, with the libraries that {@code ldd} names. */
    public ImageBuilder program(Path program) throws IOException {
        copy(program, program.toString());
        Matcher libraries = LIBRARY.matcher(librariesOf(program));
        while (libraries.find()) {
            copy(Path.of(libraries.group(1)), libraries.group(1));
        }
        return this;
    }

    /** Adds a folder of this machine with all that is in it. */
    public ImageBuilder tree(Path folder, String path) throws IOException {
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(folder)) {
            entries = walk.filter(Files::isRegularFile).toList();
        }
        for (Path entry : entries) {
            copy(entry, path + "/" + folder.relativize(entry));
        }
        return this;
    }

    /** Writes the image and makes it known to a containerd. */
    public void importInto(PrivateContainerd containerd) throws IOException {
        containerd.importImage(write(), references);
    }

    /** Makes the image known to a Docker Engine under its first name, without a command of its own. */
    public void importInto(PrivateDocker docker) throws IOException {
        docker.importFolder(root, references.getFirst());
    }

    /** Writes the image as an archive in OCI layout. */
    public Path write() throws IOException {
        return new OciArchive(work, references).write(root, OciArchive.Owners.ROOT);
    }

    /**
     * Writes an image of a folder as it is, with its owners and modes.
     *
     * @param work a folder for what is put together
     */
    public static Path ofFolder(Path root, Path work, List<String> references) throws IOException {
        return new OciArchive(work, references).write(root, OciArchive.Owners.AS_THEY_ARE);
    }

    private void system() throws IOException {
        for (String folder : List.of(
                "bin",
                "sbin",
                "usr/bin",
                "usr/sbin",
                "etc",
                "root",
                "home",
                "var/log",
                "run",
                "proc",
                "sys",
                "dev",
                "mnt",
                "opt")) {
            Files.createDirectories(root.resolve(folder));
        }
        Path tmp = Files.createDirectories(root.resolve("tmp"));
        Commands.run(List.of("chmod", "1777", tmp.toString())); // Java has no name for the sticky bit
        file(
                "/etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n",
                "rw-r--r--");
        file("/etc/group", "root:x:0:\nnogroup:x:65534:\n", "rw-r--r--");
        file("/etc/shadow", "root:*:19000:0:99999:7:::\n", "rw-r-----");
    }

    /** Hard links, as in the images that busybox's own makers publish: an applet's executable has the applet's name. */
    private void applets() throws IOException {
        Path busybox = root.resolve("bin/busybox");
        Files.copy(BUSYBOX, busybox, StandardCopyOption.COPY_ATTRIBUTES);
        for (String applet :
                Commands.run(List.of(BUSYBOX.toString(), "--list-full")).lines().toList()) {
            Path link = root.resolve(applet);
            Files.createDirectories(link.getParent());
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createLink(link, busybox);
            }
        }
    }

    private void copy(Path source, String path) throws IOException {
        Files.copy(
                source.toRealPath(),
                target(path),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private Path target(String path) throws IOException {
        Path target = root.resolve(path.substring(path.startsWith("/") ? 1 : 0));
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target); // it may be a link to busybox, which must not be written through
        return target;
    }

    private static String librariesOf(Path program) {
        try {
            return Commands.run(List.of("ldd", program.toString()));
        } catch (IOException e) {
            return ""; // a script, or a static program
        }
    }
}
