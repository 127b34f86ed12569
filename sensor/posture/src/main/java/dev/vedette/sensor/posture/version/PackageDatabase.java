package dev.vedette.sensor.posture.version;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.TrustedProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Which package a file of the node comes from.
 *
 * <p>Facts: dpkg keeps {@code /var/lib/dpkg/status} and a list of files per package in {@code /var/lib/dpkg/info}; the
 * changelog of a Debian package is {@code /usr/share/doc/<package>/changelog.Debian.gz} and names what it fixes (Debian
 * Policy 12.7). rpm's database has no stable form, so {@code rpm} itself is asked, on the node's own root only. Names are
 * looked up as they are given: no list of all packages is gone through.
 */
final class PackageDatabase {
    private static final Pattern CVE = Pattern.compile("CVE-\\d{4}-\\d{4,7}");
    private static final int MAX_CHANGELOG = 8 << 20;

    private final NodeRoot root;
    private final Distribution distribution;

    PackageDatabase(NodeRoot root, Distribution distribution) {
        this.root = root;
        this.distribution = distribution;
    }

    /** The one of the named packages that has the file. */
    Optional<InstalledPackage> owner(String file, List<String> packages) {
        for (String name : packages) {
            if (hasFile(name, file)) {
                return debian(name, name);
            }
        }
        return distribution.usesRpm() ? rpm(file) : Optional.empty();
    }

    private boolean hasFile(String name, String file) {
        String files = root.value("/var/lib/dpkg/info/" + name + ".list").orElse("");
        // With merged /usr, a package may list either name of the same file.
        String other = file.startsWith("/usr/") ? file.substring("/usr".length()) : "/usr" + file;
        return files.lines().anyMatch(line -> line.equals(file) || line.equals(other));
    }

    /**
     * A package of dpkg.
     *
     * @param known the name that records use
     */
    Optional<InstalledPackage> debian(String name, String known) {
        return debianVersion(name).map(version -> {
            Optional<Set<String>> named = namedInChangelog(name);
            return new InstalledPackage(
                    distribution.id(),
                    distribution.release(),
                    InstalledPackage.Format.DEBIAN,
                    known,
                    version,
                    named.orElse(Set.of()),
                    named.isPresent());
        });
    }

    private Optional<String> debianVersion(String name) {
        boolean inside = false;
        for (String line : root.value("/var/lib/dpkg/status").orElse("").split("\n", -1)) {
            if (line.startsWith("Package: ")) {
                inside = line.equals("Package: " + name);
            } else if (inside && line.startsWith("Version: ")) {
                return Optional.of(line.substring("Version: ".length()).strip());
            }
        }
        return Optional.empty();
    }

    private Optional<Set<String>> namedInChangelog(String name) {
        try (InputStream in = new GZIPInputStream(
                Files.newInputStream(root.resolve("/usr/share/doc/" + name + "/changelog.Debian.gz")))) {
            return Optional.of(cves(new String(in.readNBytes(MAX_CHANGELOG), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Optional.empty(); // small images leave documentation out
        }
    }

    private Optional<InstalledPackage> rpm(String file) {
        return TrustedProgram.ask(
                        root, "/usr/bin/rpm", "-qf", "--qf", "%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n", file)
                .flatMap(text -> text.lines().findFirst())
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length == 2)
                .map(fields -> {
                    Optional<String> changelog =
                            TrustedProgram.ask(root, "/usr/bin/rpm", "-q", "--changelog", fields[0]);
                    return new InstalledPackage(
                            distribution.id(),
                            distribution.release(),
                            InstalledPackage.Format.RPM,
                            fields[0],
                            fields[1],
                            changelog.map(PackageDatabase::cves).orElse(Set.of()),
                            false);
                });
    }

    private static Set<String> cves(String text) {
        Set<String> named = new HashSet<>();
        Matcher matcher = CVE.matcher(text);
        while (matcher.find()) {
            named.add(matcher.group());
        }
        return named;
    }
}
