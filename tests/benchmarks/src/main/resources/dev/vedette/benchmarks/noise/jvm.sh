# A web service on the Java virtual machine, started from its source as small tools are.
mkdir -p /srv/java && cd /srv/java
cat >/srv/java/Service.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.*;
import java.net.http.*;
import java.nio.file.*;
import java.util.concurrent.Executors;

public class Service {
    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 8088), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> {
            byte[] body = ("hello " + System.getenv("HOSTNAME") + " " + Runtime.getRuntime().totalMemory()).getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; ; i++) {
            client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:8088/")).build(), HttpResponse.BodyHandlers.ofString());
            Files.writeString(Path.of("/srv/java/state.json"), "{\"round\": " + i + "}");
            Thread.sleep(100);
        }
    }
}
JAVA
exec java -Xmx128m /srv/java/Service.java
