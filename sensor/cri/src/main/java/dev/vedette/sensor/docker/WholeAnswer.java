package dev.vedette.sensor.docker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Waits for one whole answer. */
final class WholeAnswer extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final CompletableFuture<UnixHttp.Answer> future = new CompletableFuture<>();

    /** Completes with the answer, or with what went wrong. */
    CompletableFuture<UnixHttp.Answer> future() {
        return future;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        if (response.decoderResult().isFailure()) {
            future.completeExceptionally(response.decoderResult().cause());
        } else {
            future.complete(new UnixHttp.Answer(
                    response.status().code(), response.content().toString(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        future.completeExceptionally(new EOFException("it hung up before its answer was whole"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        future.completeExceptionally(cause);
        var unused = context.close();
    }
}
