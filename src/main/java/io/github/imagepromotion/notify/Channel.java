package io.github.imagepromotion.notify;

import java.io.IOException;

/** One kind of receiver. */
interface Channel {

    /**
     * Finds out whether it could be told at all, without sending anything.
     *
     * @param announcement of a promotion that is about to succeed
     * @throws io.github.imagepromotion.image.ImageException if its configuration cannot be used
     */
    void check(Announcement announcement) throws IOException;

    /**
     * @param announcement what is told
     * @return what was done, for people
     * @throws io.github.imagepromotion.image.ImageException if the receiver refuses
     * @throws IOException if it does not answer
     */
    String tell(Announcement announcement) throws IOException;
}
