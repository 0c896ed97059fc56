// SPDX-License-Identifier: GPL-3.0-or-later
//
// SmimeHome is a folder in which gpgsm works for one check: with the certificates and the trusted authorities
// of the user, copied, and settings of ours. In the user's own home gpgsm would fetch revocation lists
// whatever GPGME is told, keep the certificates of strangers, and open windows that ask whether an authority
// is to be trusted. The folder goes with the object. Runs gpgconf, so it is for worker threads.
#pragma once

#include <QTemporaryDir>

class SmimeHome
{
public:
    SmimeHome();
    ~SmimeHome(); // ends the agent that worked there
    SmimeHome(const SmimeHome &) = delete;
    SmimeHome &operator=(const SmimeHome &) = delete;

    bool isValid() const { return m_isValid; }
    QByteArray path() const { return m_folder.path().toLocal8Bit(); }

private:
    QTemporaryDir m_folder;
    bool m_isValid = false;
};
