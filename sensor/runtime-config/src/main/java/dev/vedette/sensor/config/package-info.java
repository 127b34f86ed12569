/** The configuration files of container runtimes and the kubelet, read as their programs read them. */
package dev.vedette.sensor.config;
