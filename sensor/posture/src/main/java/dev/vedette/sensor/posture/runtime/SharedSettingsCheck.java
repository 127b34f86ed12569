package dev.vedette.sensor.posture.runtime;

import dev.vedette.policy.model.SharedSetting;
import dev.vedette.sensor.config.ContainerdConfig;
import dev.vedette.sensor.config.CrioConfig;
import dev.vedette.sensor.config.KubeletConfig;
import dev.vedette.sensor.config.Setting;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the kubelet and the runtimes must have alike: the driver of control groups and the pause image.
 *
 * <p>Facts: containerd's {@code SystemdCgroup} is false unless given (docs/cri/config.md); CRI-O's {@code cgroup_manager} is
 * systemd unless given (crio.conf(5)); the kubelet's {@code cgroupDriver} is cgroupfs unless given. With the feature gate
 * {@code KubeletCgroupDriverFromCRI} (beta and on since Kubernetes 1.31) the kubelet takes what the runtime answers, so a
 * default of the kubelet's is then compared with nothing. systemd is the init where {@code /run/systemd/system} is there
 * (sd_booted(3)).
 */
public final class SharedSettingsCheck implements PostureCheck {
    private static final String SYSTEMD = "systemd";
    private static final String CGROUPFS = "cgroupfs";

    @Override
    public String name() {
        return "settings shared with the kubelet";
    }

    /** A runtime's driver of control groups. */
    private record Driver(String runtime, String value, String source) {}

    @Override
    public void look(PostureLook look) {
        Optional<ContainerdConfig> containerd =
                ContainerdConfig.read(look.toml(), ContainerdConfig.DEFAULT_FILE, Optional.empty(), look::problem);
        Optional<CrioConfig> crio = CrioConfig.read(look.toml(), look::problem);
        List<Driver> drivers = new ArrayList<>();
        containerd.ifPresent(config -> addDrivers(drivers, config));
        crio.ifPresent(config -> drivers.add(driver(config)));
        boolean systemd = look.root().exists("/run/systemd/system");
        for (Driver driver : drivers) {
            if (systemd) {
                look.found(shared(look, "cgroup manager", SYSTEMD, "/run/systemd/system is there", driver));
            }
        }
        NodeKubelet.find(look).ifPresent(kubelet -> {
            KubeletConfig.InForce own = kubelet.cgroupDriver();
            boolean known = !own.isDefault();
            drivers.stream()
                    .filter(driver -> known)
                    .forEach(driver -> look.found(shared(look, "cgroup driver", own.value(), own.source(), driver)));
            kubelet.flag("pod-infra-container-image").ifPresent(image -> {
                containerd
                        .flatMap(ContainerdConfig::pauseImage)
                        .ifPresent(theirs -> look.found(images(look, image, "containerd", theirs)));
                crio.flatMap(CrioConfig::pauseImage)
                        .ifPresent(theirs -> look.found(images(look, image, "CRI-O", theirs)));
            });
        });
    }

    private static void addDrivers(List<Driver> drivers, ContainerdConfig config) {
        for (ContainerdConfig.Handler handler : config.handlers()) {
            boolean takesIt = handler.type().isEmpty() || handler.type().contains("runc");
            if (takesIt) {
                Optional<Setting> set = handler.systemdCgroup().or(config::oldSystemdCgroup);
                drivers.add(new Driver(
                        "containerd's " + handler.name(),
                        set.filter(Setting::isTrue).isPresent() ? SYSTEMD : CGROUPFS,
                        set.map(Setting::place).orElse("default of containerd")));
            }
        }
    }

    private static Driver driver(CrioConfig config) {
        return new Driver(
                "CRI-O",
                config.cgroupManager().map(Setting::text).orElse(CrioConfig.DEFAULT_CGROUP_MANAGER),
                config.cgroupManager().map(Setting::place).orElse("default of CRI-O"));
    }

    private static SharedSetting shared(PostureLook look, String name, String ours, String source, Driver driver) {
        return new SharedSetting(
                name, ours, source, driver.runtime(), driver.value(), driver.source(), look.epochNanos());
    }

    private static SharedSetting images(PostureLook look, KubeletConfig.InForce image, String runtime, Setting theirs) {
        return new SharedSetting(
                "pause image",
                image.value(),
                image.source(),
                runtime,
                theirs.text(),
                theirs.place(),
                look.epochNanos());
    }
}
