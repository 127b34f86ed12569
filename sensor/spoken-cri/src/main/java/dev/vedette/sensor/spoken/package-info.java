/**
 * A CRI server for tests, which answers as runtimes do that cannot be had as packages: cri-dockerd,
 * CRI-O, and those of before CRI v1. It runs no containers. What each of them really says is taken from its source, which
 * stands beside each fact; where a real runtime can be run, the tests run that one instead.
 */
package dev.vedette.sensor.spoken;
