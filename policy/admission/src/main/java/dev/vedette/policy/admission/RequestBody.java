package dev.vedette.policy.admission;

import dev.vedette.policy.admission.review.Deadline;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads what is sent, bounded in size and, so that slow senders do not keep others from being heard, in time. */
final class RequestBody {
    private static final int AT_ONCE = 64 << 10;

    private RequestBody() {}

    /** @throws RefusedRequestException if it is larger than {@code most} bytes, or does not come in time */
    static byte[] read(InputStream in, int most, Deadline until) throws IOException, RefusedRequestException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[AT_ONCE];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            body.write(piece, 0, read);
            if (body.size() > most) {
                throw new RefusedRequestException(
                        HttpStatus.CONTENT_TOO_LARGE, "the review is larger than " + most + " bytes");
            }
            if (until.hasPassed()) {
                throw new RefusedRequestException(HttpStatus.REQUEST_TIMEOUT, "the review came too slowly");
            }
        }
        return body.toByteArray();
    }
}
