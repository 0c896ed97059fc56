// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReadingPreferences is how every message is shown at first, as the window's settings keep it. A value.
#pragma once

#include <QSettings>

struct ReadingPreferences {
    static constexpr int never = -1;

    int readAfter = 2; // seconds on the screen; 0: at once; never: only by hand
    bool plainText = false;
    qreal zoom = 1.0;
    bool checkSignatures = false; // by themselves, not only when asked
    bool opensInWindow = false;   // what is opened from the list; else in a tab

    static ReadingPreferences from(const QSettings &settings)
    {
        ReadingPreferences read;
        read.readAfter = qBound(never, settings.value(readAfterKey(), read.readAfter).toInt(), 3600);
        read.plainText = settings.value(plainTextKey(), read.plainText).toBool();
        read.checkSignatures = settings.value(checkSignaturesKey(), read.checkSignatures).toBool();
        read.opensInWindow = settings.value(opensInWindowKey(), read.opensInWindow).toBool();
        const double zoom = settings.value(zoomKey(), read.zoom).toDouble();
        read.zoom = zoom >= 0.5 && zoom <= 3.0 ? zoom : 1.0; // also where it is no number
        return read;
    }
    void writeTo(QSettings &settings) const
    {
        settings.setValue(readAfterKey(), readAfter);
        settings.setValue(plainTextKey(), plainText);
        settings.setValue(zoomKey(), zoom);
        settings.setValue(checkSignaturesKey(), checkSignatures);
        settings.setValue(opensInWindowKey(), opensInWindow);
    }
    bool operator==(const ReadingPreferences &) const = default;

private:
    static QString readAfterKey() { return QStringLiteral("reader/readAfter"); }
    static QString plainTextKey() { return QStringLiteral("reader/plainText"); }
    static QString checkSignaturesKey() { return QStringLiteral("reader/checkSignatures"); }
    static QString opensInWindowKey() { return QStringLiteral("reader/opensInWindow"); }
    static QString zoomKey() { return QStringLiteral("zoom"); }
};
