package dev.vedette.policy.model;

import java.util.Objects;

/**
 * What programs read of a file is not what its disk holds, though nothing was left to be written.
 *
 * @param cachedSha256 of what the page cache gives
 * @param diskSha256 of what the disk gives
 * @param how how the disk was read: {@code O_DIRECT}, or after the cache was let go
 * @param gone whether letting go of the cached pages made both equal again
 */
public record PageCacheDiffers(
        String path, String cachedSha256, String diskSha256, String how, boolean gone, long epochNanos)
        implements NodePosture {
    public PageCacheDiffers {
        Objects.requireNonNull(path, "path is null");
    }

    @Override
    public PageCacheDiffers at(long time) {
        return new PageCacheDiffers(path, cachedSha256, diskSha256, how, gone, time);
    }
}
