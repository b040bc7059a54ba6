// The base image is in a registry; no module has pulled it before.
def copy = ['skopeo', 'copy', '--dest-tls-verify=false', "oci:${basedir}/../../busybox-base:latest",
    "docker://${registry}/parallel/base:1"]*.toString().execute()
copy.waitForProcessOutput(System.out, System.err)
assert copy.exitValue() == 0
new File(basedir, 'cache').deleteDir()
