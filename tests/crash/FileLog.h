// SPDX-License-Identifier: GPL-3.0-or-later
//
// FileLog notes what this process does to the files below one directory: names made and removed, bytes
// written, sizes cut, syncs. The executable's own open(), write(), fdatasync() and so on stand before those
// of the C library, for SQLite and Qt too. Syncs do nothing, which is enough where only the log counts. Linux
// only. One log at a time, and what it sees happens in one thread.
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <map>
#include <vector>

struct LoggedOperation {
    enum class Kind { Create, MakeDirectory, Unlink, Rename, Write, Truncate, Sync, SyncDirectory };

    Kind kind = Kind::Write;
    int file = -1;      // all but those of directories: files are numbered as they are made
    QByteArray path;    // relative to the log's directory, of names and directories
    QByteArray newPath; // Rename
    qint64 offset = 0;  // Write; the new size of Truncate
    QByteArray bytes;   // Write
};

class FileLog
{
public:
    // What is in the directory already is noted as made and synced. What `passedOver` finds in a path is not
    // noted: files that do not matter after a power cut.
    FileLog(const QByteArray &directory, QByteArrayList passedOver);
    ~FileLog();
    FileLog(const FileLog &) = delete;
    FileLog &operator=(const FileLog &) = delete;

    const std::vector<LoggedOperation> &operations() const { return m_operations; }

    // What the interposed functions report after they succeeded.
    void opened(int descriptor, const char *path, int flags);
    void closed(int descriptor) { m_open.erase(descriptor); }
    void written(int descriptor, qint64 offset, const void *bytes, qint64 count);
    void truncated(int descriptor, qint64 size);
    void unlinked(const char *path);
    void renamed(const char *from, const char *to);
    void directoryMade(const char *path);
    void synced(int descriptor);
    // Where write() will put its bytes.
    qint64 writePosition(int descriptor) const;

private:
    struct Open {
        int file = -1; // -1: a directory
        QByteArray directory;
        bool appends = false;
    };
    void noteExisting();
    // Whether the path is noted; then `relative` is set.
    bool isBelow(const char *path, QByteArray &relative) const;

    const QByteArray m_directory;
    const QByteArrayList m_passedOver;
    std::vector<LoggedOperation> m_operations;
    std::map<QByteArray, int> m_names; // -1: a directory
    std::map<int, Open> m_open;
    std::vector<qint64> m_sizes;
};
