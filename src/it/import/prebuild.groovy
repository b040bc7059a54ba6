def base = 'oci:' + new File(basedir, '../../busybox-base').canonicalPath
def save = ['skopeo', 'copy', base, 'docker-archive:' + new File(basedir, 'saved.tar') + ':saved:1'].execute()
save.waitForProcessOutput(System.out, System.err)
assert save.exitValue() == 0
