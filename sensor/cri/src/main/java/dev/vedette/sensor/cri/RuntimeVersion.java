package dev.vedette.sensor.cri;

/** Who answers at a socket, for example {@code containerd}, {@code 1.7.24}, {@code v1}. */
public record RuntimeVersion(String name, String version, String apiVersion) {
    @Override
    public String toString() {
        return name + " " + version;
    }
}
