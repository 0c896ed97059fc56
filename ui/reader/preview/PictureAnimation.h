// SPDX-License-Identifier: GPL-3.0-or-later
//
// PictureAnimation plays an animated picture in a view: it decodes one frame ahead in a worker thread and
// waits as long as each of them stands. GUI thread.
#pragma once

#include "PictureReader.h"

#include <QObject>
#include <QTimer>

#include <memory>

class PictureView;

class PictureAnimation : public QObject
{
    Q_OBJECT
public:
    PictureAnimation(const QByteArray &bytes, PictureView &view);

    bool isPlaying() const { return m_isPlaying; }
    void setPlaying(bool playing);

private:
    void decodeNext();
    void showNext();

    // Used by one piece of work at a time, which may outlive this object.
    std::shared_ptr<PictureFrames> m_frames;
    PictureView &m_view;
    PictureFrames::Frame m_next;
    QTimer m_timer;
    bool m_isDecoding = false;
    bool m_isPlaying = true;
};
