package dev.vedette.sensor.posture.runtime;

import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.NodeProcess;
import dev.vedette.sensor.posture.PostureLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The TCP addresses that Docker takes commands at.
 *
 * <p>Facts: {@code -H}/{@code --host} of dockerd and {@code hosts} of daemon.json may be given several times and not both
 * together; {@code tlsverify} makes callers show a certificate, {@code tls} alone does not (docs.docker.com, Protect the
 * Docker daemon socket). Units are read from {@code /etc}, {@code /run} and {@code /usr/lib} with the drop-ins of each;
 * {@code ListenStream} of a socket unit opens addresses too (systemd.socket(5)). Of a running dockerd its own arguments count
 * instead of the units.
 */
final class DockerAddresses {
    private static final String DAEMON_FILE = "/etc/docker/daemon.json";
    private static final List<String> UNITS =
            List.of("/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system");
    private static final Pattern HOST = Pattern.compile("(?:^|\\s)(?:-H|--host)(?:=|\\s+)?['\"]?(tcp://[^\\s'\"]+)");
    private static final Pattern VERIFIES = Pattern.compile("(?:^|\\s)--tlsverify(?:=true)?(?:\\s|$)");
    private static final Pattern LISTENS = Pattern.compile("^\\s*ListenStream\\s*=\\s*(\\S+)\\s*$");

    private final PostureLook look;
    private final List<NodeProcess> daemons;
    private final Optional<LocatedNode> file;

    DockerAddresses(PostureLook look, List<NodeProcess> processes) {
        this.look = look;
        this.daemons =
                processes.stream().filter(p -> p.program().equals("dockerd")).toList();
        this.file = daemonFile();
    }

    void tell() {
        boolean fileVerifies = file.flatMap(node -> node.get("tlsverify"))
                .flatMap(LocatedNode::text)
                .filter("true"::equals)
                .isPresent();
        file.flatMap(node -> node.get("hosts")).ifPresent(hosts -> {
            List<LocatedNode> listed = hosts.elements().isEmpty() ? List.of(hosts) : hosts.elements();
            for (LocatedNode host : listed) {
                host.text()
                        .filter(text -> text.startsWith("tcp://"))
                        .ifPresent(text -> found(text, fileVerifies, DAEMON_FILE + ":" + host.line()));
            }
        });
        for (NodeProcess daemon : daemons) {
            command(String.join(" ", daemon.arguments()), fileVerifies, "the arguments of process " + daemon.pid());
        }
        if (daemons.isEmpty()) {
            unitFiles("docker.service")
                    .forEach(path -> starts(path).forEach(line -> command(line, fileVerifies, path)));
        }
        unitFiles("docker.socket").forEach(this::socketUnit);
    }

    private void command(String line, boolean fileVerifies, String source) {
        boolean verifies = fileVerifies || VERIFIES.matcher(line).find();
        Matcher host = HOST.matcher(line);
        while (host.find()) {
            found(host.group(1), verifies, source);
        }
    }

    private void found(String address, boolean verifies, String source) {
        look.found(ApiExposureCheck.tcp(look, "docker", address, verifies, source));
    }

    /** The unit that counts and all its drop-ins. */
    private List<String> unitFiles(String unit) {
        NodeRoot root = look.root();
        List<String> files = new ArrayList<>();
        UNITS.stream()
                .map(folder -> folder + "/" + unit)
                .filter(root::exists)
                .findFirst()
                .ifPresent(files::add);
        for (String folder : UNITS) {
            root.list(folder + "/" + unit + ".d", "*.conf")
                    .forEach(name -> files.add(folder + "/" + unit + ".d/" + name));
        }
        return files;
    }

    private List<String> starts(String path) {
        // A line that ends with a backslash goes on in the next one (systemd.syntax(7)).
        return look.root()
                .value(path)
                .orElse("")
                .replace("\\\n", " ")
                .lines()
                .filter(line -> line.strip().startsWith("ExecStart="))
                .toList();
    }

    private void socketUnit(String path) {
        look.root().value(path).orElse("").lines().forEach(line -> {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()
                    && !listens.group(1).startsWith("/")
                    && !listens.group(1).startsWith("@")) {
                String at = listens.group(1);
                found(at.contains(":") ? at : "0.0.0.0:" + at, false, path);
            }
        });
    }

    private Optional<LocatedNode> daemonFile() {
        String notKnown = "at which addresses Docker listens";
        Optional<String> text = look.root().read(DAEMON_FILE, notKnown, look::problem);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : YamlReader.read(text.get()).stream().findFirst();
        } catch (YamlException e) {
            look.problem(new ConfigProblem(
                    DAEMON_FILE, e.line(), e.column(), "it " + e.getMessage().replace("YAML", "JSON"), notKnown));
            return Optional.empty();
        }
    }
}
