{{- define "vedette.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}
{{- end -}}
{{- end -}}

{{/* vedette.labels (dict "root" $ "part" "sensor") */}}
{{- define "vedette.labels" -}}
{{ include "vedette.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: vedette
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "vedette.selector" -}}
app.kubernetes.io/name: vedette
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "vedette.image" -}}
{{- if .Values.image.digest -}}
{{ printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else -}}
{{ printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end -}}
{{- end -}}

{{- define "vedette.tokenSecret" -}}
{{ .Values.feedToken.existingSecret | default (printf "%s-feed-token" (include "vedette.fullname" .)) }}
{{- end -}}

{{/* What every container but the sensor's gives up. */}}
{{- define "vedette.restricted" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* Names under which a Service is reached, for its certificate: (dict "root" $ "service" name) */}}
{{- define "vedette.serviceNames" -}}
{{- $ns := .root.Release.Namespace -}}
{{ toJson (list .service (printf "%s.%s" .service $ns) (printf "%s.%s.svc" .service $ns) (printf "%s.%s.svc.cluster.local" .service $ns)) }}
{{- end -}}

{{/*
The data of a Secret made by an earlier revision, as JSON: (dict "root" $ "name" name). Looked for on upgrades only, so
that rendering needs no cluster.
*/}}
{{- define "vedette.keptSecret" -}}
{{- $data := dict -}}
{{- if .root.Release.IsUpgrade -}}
{{- $data = (lookup "v1" "Secret" .root.Release.Namespace .name).data | default dict -}}
{{- end -}}
{{ toJson $data }}
{{- end -}}

{{- define "vedette.consoleTls" -}}
{{ .Values.console.tls.existingSecret | default (printf "%s-console-tls" (include "vedette.fullname" .)) }}
{{- end -}}

{{- define "vedette.webhookTls" -}}
{{ .Values.webhook.tls.existingSecret | default (printf "%s-webhook-tls" (include "vedette.fullname" .)) }}
{{- end -}}

{{/* "" where nothing is sealed. */}}
{{- define "vedette.sealSecret" -}}
{{- if and .Values.webhook.enabled .Values.webhook.seal.enabled -}}
{{- if not .Values.webhook.clientCa -}}
{{- fail "webhook.seal.enabled needs webhook.clientCa: without it whoever reaches the webhook could have pods sealed that nobody admitted" -}}
{{- end -}}
{{ .Values.webhook.seal.existingSecret | default (printf "%s-webhook-seal" (include "vedette.fullname" .)) }}
{{- end -}}
{{- end -}}

{{/*
What all calls of the webhook say alike: (dict "root" $ "caBundle" base64 "path" path "failurePolicy" policy)
*/}}
{{- define "vedette.webhookCall" -}}
admissionReviewVersions: [v1]
sideEffects: None
failurePolicy: {{ .failurePolicy }}
timeoutSeconds: {{ .root.Values.webhook.timeoutSeconds }}
matchPolicy: Equivalent
clientConfig:
  {{- with .caBundle }}
  caBundle: {{ . }}
  {{- end }}
  service:
    name: {{ include "vedette.fullname" .root }}-webhook
    namespace: {{ .root.Release.Namespace }}
    path: {{ .path }}
    port: 443
# A webhook that judges its own pods, or those of the control plane, can lock a cluster.
namespaceSelector:
  matchExpressions:
    - key: kubernetes.io/metadata.name
      operator: NotIn
      values:
        {{- range (prepend .root.Values.webhook.excludedNamespaces .root.Release.Namespace | uniq) }}
        - {{ . }}
        {{- end }}
{{- end -}}

{{/* Rules of one's own: what the programs are told, where it is mounted, and what that is. */}}
{{- define "vedette.bundleArguments" -}}
{{- if not .Values.bundles.key }}{{ fail "bundles.files needs bundles.key: the public key that the bundles are signed by" }}{{ end }}
{{- range .Values.bundles.files }}
- --bundle={{ if hasPrefix "/" . }}{{ . }}{{ else }}/etc/vedette/bundles/{{ . }}{{ end }}
{{- end }}
- --bundle-key=/etc/vedette/bundle-key/key.pem
{{- end }}

{{- define "vedette.bundleMounts" -}}
- {name: bundle-key, mountPath: /etc/vedette/bundle-key, readOnly: true}
{{- if .Values.bundles.configMap }}
- {name: bundles, mountPath: /etc/vedette/bundles, readOnly: true}
{{- end }}
{{- end }}

{{- define "vedette.bundleVolumes" -}}
- name: bundle-key
  configMap:
    name: {{ include "vedette.fullname" . }}-bundle-key
{{- with .Values.bundles.configMap }}
- name: bundles
  configMap:
    name: {{ . }}
{{- end }}
{{- end }}
