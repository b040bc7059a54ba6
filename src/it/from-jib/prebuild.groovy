// The base image is in a registry that asks for a password.
def copy = ['skopeo', 'copy', '--dest-tls-verify=false', '--dest-creds', 'deployer:open sesame', "oci:${basedir}/../../busybox-base:latest",
    "docker://${registryAuth}/from-jib/base:1"]*.toString().execute()
copy.waitForProcessOutput(System.out, System.err)
assert copy.exitValue() == 0
new File(basedir, 'cache').deleteDir()
