-- The list is ordered by size from its index as well. Conversations that turn out to be one are renumbered: the
-- messages of one are found here, but for that which gave it its number.
DROP INDEX message_list;
CREATE INDEX message_list ON message(folder, date, flags, sender, thread, size);
CREATE INDEX message_thread ON message(thread) WHERE thread <> id;
CREATE INDEX thread_member_thread ON thread_member(thread);
