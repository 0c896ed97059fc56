// SPDX-License-Identifier: GPL-3.0-or-later
#include "PictureAnimation.h"

#include "Ask.h"
#include "PictureView.h"

PictureAnimation::PictureAnimation(const QByteArray &bytes, PictureView &view)
    : m_frames(std::make_shared<PictureFrames>(bytes)), m_view(view)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PictureAnimation::showNext);
    decodeNext();
}

void PictureAnimation::setPlaying(bool playing)
{
    m_isPlaying = playing;
    if (playing && !m_timer.isActive())
        showNext();
}

void PictureAnimation::decodeNext()
{
    m_isDecoding = true;
    askPool(
        *QThreadPool::globalInstance(), [frames = m_frames] { return frames->next(); }, this,
        [this](const PictureFrames::Frame &frame) {
            m_isDecoding = false;
            m_next = frame;
            if (!m_timer.isActive())
                showNext();
        });
}

// When the one before has stood long enough and this one is there, whichever is later.
void PictureAnimation::showNext()
{
    if (!m_isPlaying || m_isDecoding || m_next.image.isNull())
        return;
    m_view.setFrame(m_next.image);
    m_timer.start(m_next.delay);
    decodeNext();
}
