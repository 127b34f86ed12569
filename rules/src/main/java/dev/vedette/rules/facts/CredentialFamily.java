package dev.vedette.rules.facts;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a stolen credential opens. */
public enum CredentialFamily {
    ACCOUNTS("shadow"),
    KUBERNETES("kubernetes\\.io/serviceaccount|/\\.kube/|/etc/kubernetes/"),
    CLOUD("/\\.aws/|/\\.azure/|/gcloud/|eks\\.amazonaws\\.com"),
    REGISTRY("/\\.docker/|\\.npmrc|\\.pypirc"),
    SOURCES("\\.git-credentials|\\.netrc"),
    DATABASE("\\.pgpass|\\.my\\.cnf"),
    VAULT("vault"),
    KEYS("id_rsa|id_ecdsa|id_ed25519|\\.key$"),
    OTHER("");

    private final Pattern marks;

    CredentialFamily(String marks) {
        this.marks = Pattern.compile(marks);
    }

    /** Of a file with credentials; {@link #OTHER} where its path tells no more. */
    public static CredentialFamily of(String path) {
        return Arrays.stream(values())
                .filter(family -> family.marks.matcher(path).find())
                .findFirst()
                .orElse(OTHER);
    }

    /** For people. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
