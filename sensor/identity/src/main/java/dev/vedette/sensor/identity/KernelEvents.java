package dev.vedette.sensor.identity;

import dev.vedette.policy.model.BpfUsed;
import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilityUsed;
import dev.vedette.policy.model.KernelModuleLoaded;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.KernelSurfaceReached.Surface;
import dev.vedette.policy.model.KeyUsed;
import dev.vedette.probes.record.BpfRecord;
import dev.vedette.probes.record.CapabilityRecord;
import dev.vedette.probes.record.KeyRecord;
import dev.vedette.probes.record.ModuleRecord;
import dev.vedette.probes.record.SurfaceRecord;
import dev.vedette.sensor.identity.process.RawFacts;

/** What is asked of the kernel itself: modules, programs, keys, capabilities and rare entry points. */
final class KernelEvents {
    // include/uapi/linux/keyctl.h
    private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;
    private static final int KEYCTL_UPDATE = 2;
    private static final int KEYCTL_REVOKE = 3;
    private static final int KEYCTL_CHOWN = 4;
    private static final int KEYCTL_SETPERM = 5;
    private static final int KEYCTL_DESCRIBE = 6;
    private static final int KEYCTL_LINK = 8;
    private static final int KEYCTL_SEARCH = 10;
    private static final int KEYCTL_READ = 11;

    private final Contexts contexts;

    KernelEvents(Contexts contexts) {
        this.contexts = contexts;
    }

    void module(ModuleRecord record, Arrival arrival) {
        contexts.of(arrival)
                .send(c ->
                        new KernelModuleLoaded(c, RawFacts.file(record.file()), record.name(), record.result() >= 0));
    }

    void bpf(BpfRecord record, Arrival arrival) {
        contexts.of(arrival)
                .send(c -> new BpfUsed(
                        c,
                        record.command(),
                        record.programType(),
                        record.attachType(),
                        record.name(),
                        record.result() >= 0));
    }

    void capability(CapabilityRecord record, Arrival arrival) {
        contexts.of(arrival)
                .send(c -> new CapabilityUsed(
                        c,
                        Capability.of(record.capability()).orElse(null),
                        record.capability(),
                        record.userNamespace(),
                        record.result() >= 0));
    }

    void key(KeyRecord record, Arrival arrival) {
        contexts.of(arrival)
                .send(c -> new KeyUsed(
                        c,
                        operation(record.command()),
                        record.command(),
                        record.serial(),
                        record.ownerUid(),
                        record.type(),
                        record.description(),
                        record.result() >= 0));
    }

    private static KeyUsed.Operation operation(int command) {
        return switch (command) {
            case KeyRecord.ADD_KEY -> KeyUsed.Operation.ADD;
            case KeyRecord.REQUEST_KEY -> KeyUsed.Operation.REQUEST;
            case KEYCTL_JOIN_SESSION_KEYRING -> KeyUsed.Operation.JOIN_SESSION;
            case KEYCTL_UPDATE -> KeyUsed.Operation.UPDATE;
            case KEYCTL_REVOKE -> KeyUsed.Operation.REVOKE;
            case KEYCTL_CHOWN, KEYCTL_SETPERM -> KeyUsed.Operation.CHANGE_RIGHTS;
            case KEYCTL_DESCRIBE -> KeyUsed.Operation.DESCRIBE;
            case KEYCTL_LINK -> KeyUsed.Operation.LINK;
            case KEYCTL_SEARCH -> KeyUsed.Operation.SEARCH;
            case KEYCTL_READ -> KeyUsed.Operation.READ;
            default -> KeyUsed.Operation.OTHER;
        };
    }

    void surface(SurfaceRecord record, Arrival arrival) {
        Surface surface = surface(record.surface());
        long value = surface == Surface.OTHER ? record.surface() : record.value();
        contexts.of(arrival)
                .send(c -> new KernelSurfaceReached(c, surface, value, record.name(), record.result() >= 0));
    }

    private static Surface surface(int surface) {
        return switch (surface) {
            case SurfaceRecord.USERFAULTFD -> Surface.USERFAULTFD;
            case SurfaceRecord.IO_URING_SETUP -> Surface.IO_URING_SETUP;
            case SurfaceRecord.IO_URING_REQUEST -> Surface.IO_URING_REQUEST;
            case SurfaceRecord.MEMFD_CREATE -> Surface.MEMFD_CREATE;
            case SurfaceRecord.MODULE_REQUEST -> Surface.MODULE_REQUEST;
            case SurfaceRecord.KEXEC -> Surface.KEXEC;
            case SurfaceRecord.PERF_EVENT_OPEN -> Surface.PERF_EVENT_OPEN;
            case SurfaceRecord.FANOTIFY_INIT -> Surface.FANOTIFY_INIT;
            case SurfaceRecord.SYSLOG -> Surface.SYSLOG;
            case SurfaceRecord.DETACHED_MOUNT -> Surface.DETACHED_MOUNT;
            case SurfaceRecord.SWAP -> Surface.SWAP;
            case SurfaceRecord.SECCOMP_USER_NOTIFICATION -> Surface.SECCOMP_USER_NOTIFICATION;
            case SurfaceRecord.OPEN_BY_HANDLE -> Surface.OPEN_BY_HANDLE;
            case SurfaceRecord.PATH_CLIMBED -> Surface.PATH_CLIMBED;
            default -> Surface.OTHER;
        };
    }
}
