// What cells say, in each language.

const WORDS = {
  run: { en: "Run", vi: "Chạy" },
  stop: { en: "Stop", vi: "Dừng" },
  reset: { en: "Reset", vi: "Đặt lại" },
  copy: { en: "Copy", vi: "Sao chép" },
  "copy-all": { en: "Copy all", vi: "Sao chép tất cả" },
  code: { en: "Python code", vi: "Code Python" },
  output: { en: "Output", vi: "Kết quả" },
  edited: { en: "edited", vi: "đã sửa" },
  recorded: { en: "Recorded output", vi: "Kết quả ghi sẵn" },
  recordedBefore: { en: "The lesson's recorded output", vi: "Kết quả ghi sẵn của bài học" },
  loading: { en: "Loading Python, once", vi: "Đang tải Python, chỉ một lần" },
  progress: { en: (size = "") => `${size} of 9.3 MB`, vi: (size = "") => `${size} / 9.3 MB` },
  data: { en: (kB = 0) => `Loading data, ${kB} kB`, vi: (kB = 0) => `Đang tải dữ liệu, ${kB} kB` },
  running: { en: "Running; Stop ends it", vi: "Đang chạy; bấm Dừng để kết thúc" },
  done: { en: (time = "") => `Finished in ${time}`, vi: (time = "") => `Chạy xong sau ${time}` },
  error: {
    en: (line = 0) => `Ended with an error${line ? ` in line ${line}` : ""}`,
    vi: (line = 0) => `Kết thúc vì lỗi${line ? ` ở dòng ${line}` : ""}`,
  },
  above: {
    en: (name = "") => `Not run: “${name}” above ended with an error`,
    vi: (name = "") => `Chưa chạy: cell “${name}” ở trên kết thúc vì lỗi`,
  },
  stopped: { en: "Stopped", vi: "Đã dừng" },
  cut: { en: "… cut here, after 20 000 characters", vi: "… cắt ở đây, sau 20 000 ký tự" },
  died: {
    en: "The code ended Python itself, or used up its memory or its stack.",
    vi: "Đoạn code đã làm Python thoát, hoặc dùng hết bộ nhớ hay stack.",
  },
  lost: { en: "The connection was lost while loading", vi: "Mất kết nối khi đang tải" },
  missing: {
    en: "The code cannot run here: the browser, or this build of the site, has no Python",
    vi: "Code không chạy được ở đây: trình duyệt hoặc bản dựng này không có Python",
  },
  stale: { en: "From other code. Run.", vi: "Từ code khác. Hãy chạy." },
  outputs: { en: "output(s)", vi: "kết quả" },
  numbers: { en: "number(s)", vi: "con số" },
  claims: { en: "claim(s)", vi: "nhận định" },
  pictures: { en: "picture(s)", vi: "hình" },
  changed: { en: "changed", vi: "đã thay đổi" },
  unmarked: {
    en: "Unmarked words describe the original numbers.",
    vi: "Phần chữ không được đánh dấu mô tả các con số ban đầu.",
  },
  originally: { en: (n = "") => `originally ${n}`, vi: (n = "") => `ban đầu là ${n}` },
  fails: { en: "no longer true", vi: "không còn đúng" },
  undrawn: {
    en: (why = "") => `This picture shows earlier numbers. The new ones do not fit it: ${why}`,
    vi: (why = "") => `Hình này vẫn theo các con số trước, vì không vẽ được với số mới: ${why}`,
  },
  kept: { en: "This browser keeps your changes.", vi: "Trình duyệt này giữ các thay đổi của bạn." },
  notWhole: {
    en: "The changed code has not run whole; numbers, claims and pictures are from before.",
    vi: "Code đã sửa chưa chạy hết; con số, nhận định và hình vẽ vẫn là của lần chạy trước.",
  },
  saving: {
    en: "Data saving is on, and Python is 9.3 MB: Run loads it",
    vi: "Trình duyệt đang tiết kiệm dữ liệu, mà Python nặng 9.3 MB: bấm Chạy để tải",
  },
  number: { en: "Number", vi: "Con số" },
  less: { en: "Less", vi: "Giảm" },
  more: { en: "More", vi: "Tăng" },
  share: { en: "Share these numbers", vi: "Chia sẻ các số này" },
  fromLink: {
    en: "Numbers from a link. Run shows what follows from them.",
    vi: "Các số đến từ một liên kết. Bấm Chạy để xem kết quả.",
  },
  resetPage: { en: "Reset page", vi: "Đặt lại cả trang" },
};

export const language = document.documentElement.lang;
const spoken = Object.entries(WORDS).map(([key, said]) => [key, said[language] ?? said.en]);
/** @type {{ [K in keyof typeof WORDS]: (typeof WORDS)[K]["en"] }} */
export const words = Object.fromEntries(spoken);
