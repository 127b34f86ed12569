package dev.vedette.sensor.cri;

/** How a command in a container ended; output beyond 16 MiB is cut off by the runtime. */
public record ExecResult(int exitCode, String stdout, String stderr) {}
