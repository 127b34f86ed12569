package dev.vedette.sensor.demo.tour;

import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The image of the demonstration: busybox, an interpreter, and the attacks as scripts. */
public final class DemoImage {
    /** Where the attacks lie in the image. */
    public static final String SCRIPTS = "/opt/attacks";

    private static final List<String> NAMES = List.of(
            "reverse-shell.pl", "fileless.pl", "connect-unix.pl", "serve-a-shell.pl", "spin.sh", "tick.sh", "obey.sh");

    private DemoImage() {}

    /** Makes it under {@code work} and gives it to {@code containerd}. */
    public static void importInto(PrivateContainerd containerd, Path work) throws IOException {
        ImageBuilder image = ImageBuilder.busybox(work)
                .file("/etc/shadow", "root:*:19000:0:99999:7:::\n", "rw-------")
                .program(Path.of("/usr/bin/perl"))
                .tree(perlLibrary(), perlLibrary().toString());
        for (String name : NAMES) {
            image.file(SCRIPTS + "/" + name, script(name), "rwxr-xr-x");
        }
        image.importInto(containerd);
    }

    /** Where Debian's perl-base, which every Debian system has, keeps its modules. */
    private static Path perlLibrary() {
        return Path.of("/usr/lib/x86_64-linux-gnu/perl-base");
    }

    private static String script(String name) throws IOException {
        try (InputStream in = DemoImage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the script " + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
