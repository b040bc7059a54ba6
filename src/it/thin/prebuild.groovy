def base = 'oci:' + new File(basedir, '../../busybox-base').canonicalPath
def push = ['skopeo', 'copy', '--dest-tls-verify=false', base, 'docker://' + registry + '/base/busybox:1'].execute()
push.waitForProcessOutput(System.out, System.err)
assert push.exitValue() == 0
