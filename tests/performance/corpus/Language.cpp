// SPDX-License-Identifier: GPL-3.0-or-later
#include "Language.h"

#include <sstream>

namespace
{
// A list of words reads best as a block.
// clang-format off
const Language english{
    "en", 54,
    "the to and of a in is you that for it on we this with be have are as not your at will from can i "
    "or if by please was but our they all there an so has would more do what meeting about which one "
    "out up time been also when new some other no how their thanks know get any them could should work "
    "he after than now only she day send these next us see week over into may see need project like "
    "question file two who here morning first back report office make today problem order team",
    "an be con der el for gen ing jo ken lan men nor ob per qua re st tion un ver wal ex za ment ly "
    "tri do",
    2, 4, " ", ".",
    "James Mary Robert Linda David Susan Peter Helen Thomas Karen Daniel Emma",
    "Smith Johnson Brown Taylor Wilson Evans Walker Wright Hughes Green Hall Wood",
    true};

const Language german{
    "de", 12,
    "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an "
    "werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war "
    "haben nur oder aber vor zur bis mehr durch man sein wurde wir bitte können schon wenn grüße viele "
    "besprechung morgen heute datei anbei frage größe straße müssen natürlich danke",
    "ab ben cher dung ein fah ge hal keit lich mög nis ord prü rech schaf tun ung ver wer zei bü rück "
    "gang ster",
    2, 5, " ", ".",
    "Jürgen Sabine Klaus Monika Günter Petra Hans Ursula Björn Käthe",
    "Müller Schmidt Schäfer Weber Krüger Hoffmann Groß Böhm Vogel Lang",
    true};

const Language french{
    "fr", 7,
    "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont "
    "avec mais nous vous été très bien cette être fait aussi tout comme merci réunion bonjour demain "
    "après déjà équipe leur ont deux même où sans peut ou son ces projet",
    "ac bla chan dé eau fon gra hé ier jour lon men nou ois pré qué ré sou tion ver vé xi pla ment eur",
    2, 4, " ", ".",
    "Émile Hélène François Agnès Benoît Chloé André Zoé Rémi Inès",
    "Lefèvre Dubois Moreau Béranger Girard Lambert Rousseau Fabre Noël Gérard",
    true};

const Language spanish{
    "es", 6,
    "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha "
    "me si sin sobre este ya entre cuando todo esta ser son dos también fue había muy años reunión "
    "mañana gracias adjunto señor está según día aquí después quería",
    "al ber cio dad es fo gra hue ión jar lla mien ño or pe que ra ses tar ua ven ye zón ría men",
    2, 4, " ", ".",
    "José María Andrés Lucía Ángel Sofía Raúl Begoña Íñigo Carmen",
    "García Muñoz Fernández Núñez López Ibáñez Ortega Peña Vega Sáenz",
    true};

const Language russian{
    "ru", 5,
    "и в не на я быть он с что а по это она этот к но они мы весь который из у то за свой от год ещё "
    "для можно тот мочь если уже или ни бы до себя один как так встреча завтра спасибо письмо "
    "пожалуйста работа вопрос проект отчёт день время новый",
    "ба ве го до ек жи за ин ко ло ме но об пра ре со то ук фор ход цен ча ше ный ние ств ость ать",
    2, 4, " ", ".",
    "Иван Ольга Сергей Наталья Дмитрий Елена Пётр Анна",
    "Иванов Смирнова Кузнецов Попова Соколов Лебедева Козлов Фёдоров",
    false};

const Language japanese{
    "ja", 4,
    "の に は を が と で も です ます から まで ください お願い いたし 会議 資料 確認 連絡 明日 今日 東京 株式会社 よろしく ありがとう 添付 報告 担当 予定 変更 対応",
    "日 本 語 東 京 会 社 員 新 聞 電 話 番 号 時 間 場 所 開 発 計 画 書 類 送 付 受 取 カ メ ラ テ ス ト デ ー タ シ ス テ ム あ い う え お か き く "
    "け こ さ し す せ そ た ち つ て と な ら り る れ",
    1, 3, "", "。",
    "太郎 花子 健一 由美 直樹 恵子",
    "佐藤 鈴木 高橋 田中 渡辺 山本",
    false};

const Language chinese{
    "zh", 4,
    "的 是 在 了 和 有 我们 您 请 会议 文件 附件 明天 今天 公司 项目 谢谢 问题 时间 工作 报告 客户 需要 可以 已经 如果 因为 北京 上海 中国",
    "人 大 小 上 下 中 国 年 月 日 时 分 生 产 学 校 电 子 邮 件 系 统 数 据 安 全 网 络 市 场 经 济 发 展 技 术 服 务 管 理 信 息 方 法 研 究 合 同 设 "
    "计 开 始 完 成 质 量 价 格 部 门",
    1, 3, "", "。",
    "伟 芳 娜 敏 静 强",
    "王 李 张 刘 陈 杨",
    false};

const Language korean{
    "ko", 2,
    "이 그 저 것 수 등 및 를 을 은 는 회의 내일 오늘 자료 확인 부탁 감사 합니다 드립니다 회사 문의 일정 보고서 첨부 프로젝트 안녕하세요",
    "가 나 다 라 마 바 사 아 자 하 고 노 도 로 모 보 소 오 조 호 기 니 디 리 미 비 시 인 지 한 정 성 문 서 업 무 연 락",
    2, 3, " ", ".",
    "민준 서연 지훈 수빈 현우 지은",
    "김 이 박 최 정 강",
    false};

const Language thai{
    "th", 2,
    "ที่ และ เป็น ใน ของ ได้ มี ไม่ ให้ ว่า จะ การ กับ ครับ ค่ะ ประชุม เอกสาร พรุ่งนี้ วันนี้ ขอบคุณ "
    "บริษัท งาน โครงการ",
    "กา ขา คน งา จำ ชา ดี ตา ทำ นา บ้าน ปี พา ฟ้า มา ยา รา ลา วัน สา หา อา เรา เขา ไป แม่ โต น้ำ รู้ "
    "ดู",
    2, 4, "", " ",
    "สมชาย สมหญิง วิชัย มาลี",
    "ใจดี รักไทย ทองคำ ศรีสุข",
    false};

const Language hindi{
    "hi", 2,
    "के में है की और से का को पर यह कि एक ने हैं नहीं भी लिए तो कर इस था बैठक कल आज धन्यवाद कृपया "
    "संलग्न कार्य हिन्दी रिपोर्ट परियोजना",
    "क ख ग च ज त द न प ब म य र ल व स ह का ति री नी मा वि स्त प्र ना या ली",
    2, 4, " ", "।",
    "राम सीता अमित नेहा विजय",
    "शर्मा वर्मा सिंह गुप्ता कुमार",
    false};

const Language arabic{
    "ar", 2,
    "في من على أن إلى هذا التي الذي كان مع عن ما لا كل بعد قد هذه بين أو اجتماع غدا اليوم شكرا مرفق "
    "تقرير مشروع العمل الشركة",
    "ال با تا جا حا دا را سا شا صا عا فا قا كا لا ما نا ها وا يا ير ون ات مر سل كت عم",
    2, 3, " ", ".",
    "محمد فاطمة أحمد ليلى يوسف",
    "العلي حسن الخطيب سليم ناصر",
    false};
// clang-format on
} // namespace

const std::vector<Language> &Language::all()
{
    static const std::vector<Language> languages = {english, german, french, spanish, russian, japanese,
                                                    chinese, korean, thai,   hindi,   arabic};
    return languages;
}

std::vector<std::string> wordsOf(const char *list)
{
    std::istringstream stream{std::string(list)};
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}
