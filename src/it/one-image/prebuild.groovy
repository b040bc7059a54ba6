import java.nio.file.Files
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

new File(basedir, 'lib').mkdirs()
new ZipOutputStream(new FileOutputStream(new File(basedir, 'lib/driver.jar'))).withCloseable {
    it.putNextEntry(new ZipEntry('vendor/driver.properties'))
    it.closeEntry()
}
new File(basedir, 'elsewhere').mkdirs()
new File(basedir, 'elsewhere/notice.txt').text = 'Linked.\n'
Files.createSymbolicLink(new File(basedir, 'linked').toPath(), new File(basedir, 'elsewhere').toPath())
true
