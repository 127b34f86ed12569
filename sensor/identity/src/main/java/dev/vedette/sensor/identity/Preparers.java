package dev.vedette.sensor.identity;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.sensor.identity.container.ContainerLife;

/**
 * Who prepares containers: by the executable, never by a name that a task may give itself.
 *
 * <p>A process in a container that has not begun a program of the container's prepares it if it runs
 *
 * <ul>
 *   <li>a file known as a runtime's (see {@link RuntimeFiles}),
 *   <li>the very program by which the container's group was made, so that a runtime that nobody has heard of is one too,
 *   <li>a copy of such a program in memory (runc seals itself so against CVE-2019-5736: libcontainer/nsenter/cloned_binary.c,
 *       libcontainer/dmz), made by a process that runs one, or
 *   <li>a program that the kernel has not told.
 * </ul>
 */
final class Preparers {
    private final RuntimeFiles runtimeFiles;

    Preparers(RuntimeFiles runtimeFiles) {
        this.runtimeFiles = runtimeFiles;
    }

    boolean prepares(ContainerLife life, ProcessInfo process) {
        FileObject executable = process.executable();
        if (!executable.known() || isRuntimes(life, executable)) {
            return true;
        }
        return executable.isMemoryOnly()
                && process.ancestors().stream().anyMatch(ancestor -> isRuntimes(life, ancestor.executable()));
    }

    private boolean isRuntimes(ContainerLife life, FileObject executable) {
        return runtimeFiles.isBinary(executable) || executable.sameObject(life.maker());
    }
}
