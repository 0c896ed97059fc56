// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be wrong with the server of a DoctorFixture, in a word each.
#pragma once

#include "DoctorFixture.h"

#include <QMetaType>

using Setup = std::function<void(DoctorFixture &)>;

// The mailbox, but for one command.
inline Setup answering(const char *command, const Setup &before, const std::function<void(Peer &)> &answer)
{
    return [command, before, answer](DoctorFixture &doctor) {
        if (before)
            before(doctor);
        doctor.mailbox.interfere = [command, answer](Peer &peer, const QByteArray &line) {
            if (!line.startsWith(command))
                return false;
            answer(peer);
            return true;
        };
    };
}

inline Setup answering(const char *command, const QByteArray &bytes)
{
    return answering(command, {}, [bytes](Peer &peer) { peer.send(bytes); });
}

inline void startTls(DoctorFixture &doctor)
{
    doctor.server.security = ServerSecurity::StartTls;
    doctor.mailbox.offersStls = true;
}

// USER and PASS are for these.
inline void takeAsciiPassword(DoctorFixture &doctor)
{
    doctor.mailbox.password = "Other-W0rd:7";
    doctor.secrets.password = QStringLiteral("Other-W0rd:7");
}

inline Setup showing(ServerIdentity (TestCertificates::*identity)() const, bool stls = false)
{
    return [=](DoctorFixture &doctor) {
        doctor.identity = (DoctorFixture::certificates().*identity)();
        if (stls)
            startTls(doctor);
    };
}

// Listens to whatever comes, so that it notices when the client goes.
inline void listen(Peer &peer)
{
    while (true)
        peer.receiveLine();
}

inline Setup playing(const ScriptedPopServer::Script &script)
{
    return [script](DoctorFixture &doctor) { doctor.script = script; };
}

Q_DECLARE_METATYPE(Setup)
