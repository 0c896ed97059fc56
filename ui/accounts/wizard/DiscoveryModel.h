// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiscoveryModel is the ways of looking for a server as a list: all of them from the beginning, each waiting,
// running, done or without a result. It has the roles of DiagnosisModel, so that DiagnosisDelegate paints it.
// GUI thread; it talks to nobody.
#pragma once

#include "DiagnosisModel.h"
#include "ServerProposal.h"

class DiscoveryModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit DiscoveryModel(QObject *parent = nullptr);

    // All ways wait; `domain` is what they are told. The third party's list is one of them where it is
    // asked.
    void begin(const QString &domain, bool withIspdb);
    void take(const DiscoveryStep &step);
    // Nothing comes any more.
    void stop();
    // "Settings of the provider": what the way is called.
    static QString nameOf(DiscoverySource source);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString wordsOf(const DiscoveryStep &step) const;
    QString placeOf(DiscoverySource source) const;

    QString m_domain;
    std::vector<DiscoveryStep> m_steps;
};
