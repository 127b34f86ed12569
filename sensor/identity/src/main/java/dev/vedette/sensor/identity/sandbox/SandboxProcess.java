package dev.vedette.sensor.identity.sandbox;

import dev.vedette.policy.model.BlindSpot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process of the node that stands for a sandbox.
 *
 * <p>Sources: gVisor, runsc/sandbox/sandbox.go (the {@code boot} process, whose last argument is the container's id) and
 * shim/v1 ({@code containerd-shim-runsc-v1}); Kata, src/runtime/cmd/containerd-shim-kata-v2 (called with {@code -id}) and
 * virtcontainers (qemu: {@code -name sandbox-ID}; cloud-hypervisor and firecracker: paths below {@code /run/vc/vm/ID});
 * firecracker-containerd, runtime ({@code containerd-shim-aws-firecracker}); containerd, docs/runtime-v2.md ({@code -id}).
 *
 * @param containerId of the sandbox in the runtime
 * @param program its executable's path
 */
public record SandboxProcess(BlindSpot.Kind kind, String containerId, String program, long pid) {
    private static final String GVISOR_SHIM = "containerd-shim-runsc-v1";
    private static final Set<String> MACHINE_SHIMS =
            Set.of("containerd-shim-kata-v2", "containerd-shim-aws-firecracker", "containerd-shim-fc-control");
    private static final Set<String> MACHINES =
            Set.of("cloud-hypervisor", "firecracker", "stratovirt", "acrn-dm", "qemu-kvm");
    private static final String QEMU = "qemu-system-";
    private static final Pattern ID = Pattern.compile("(?:.*[^0-9a-f])?([0-9a-f]{64})(?:[^0-9a-f].*)?", Pattern.DOTALL);

    /**
     * What a process stands for.
     *
     * @param program its executable's path
     * @param groups the lines of its cgroup file
     */
    public static Optional<SandboxProcess> of(long pid, String program, List<String> arguments, List<String> groups) {
        String name = name(program);
        if (name.equals(GVISOR_SHIM) || MACHINE_SHIMS.contains(name)) {
            BlindSpot.Kind kind =
                    name.equals(GVISOR_SHIM) ? BlindSpot.Kind.KERNEL_OF_ITS_OWN : BlindSpot.Kind.VIRTUAL_MACHINE;
            return after(arguments, "-id").map(id -> new SandboxProcess(kind, id, program, pid));
        }
        if (isGvisor(arguments)) {
            return idOf(List.of(arguments.getLast()), groups)
                    .map(id -> new SandboxProcess(BlindSpot.Kind.KERNEL_OF_ITS_OWN, id, program, pid));
        }
        if (MACHINES.contains(name) || name.startsWith(QEMU)) {
            return idOf(arguments, groups)
                    .map(id -> new SandboxProcess(BlindSpot.Kind.VIRTUAL_MACHINE, id, program, pid));
        }
        return Optional.empty();
    }

    /** Its bundle and its boot specification are arguments that it can't do without. */
    private static boolean isGvisor(List<String> arguments) {
        return arguments.contains("boot")
                && arguments.stream().anyMatch(argument -> argument.startsWith("--bundle="))
                && arguments.stream().anyMatch(argument -> argument.startsWith("--spec-fd="));
    }

    private static Optional<String> idOf(List<String> arguments, List<String> groups) {
        return java.util.stream.Stream.concat(arguments.stream(), groups.stream())
                .map(ID::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    private static Optional<String> after(List<String> arguments, String option) {
        int at = arguments.indexOf(option);
        return at < 0 || at + 1 >= arguments.size() ? Optional.empty() : Optional.of(arguments.get(at + 1));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
