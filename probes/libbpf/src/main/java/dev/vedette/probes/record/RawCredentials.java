package dev.vedette.probes.record;

/** Ids and capability sets of {@code struct cred}, with the task's seccomp mode and no_new_privs. */
public record RawCredentials(
        long uid,
        long gid,
        long euid,
        long egid,
        long effective,
        long permitted,
        long inheritable,
        long bounding,
        long ambient,
        int seccompMode,
        boolean noNewPrivileges) {}
