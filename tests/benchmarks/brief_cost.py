"""What a brief costs: seconds per article with a model and without one, and the peak memory of the
process.

    python tests/benchmarks/brief_cost.py corpus/articles [--model NAME] [--threads N] [--json FILE]

The same articles go through the whole flow (reading, cleaning, splitting, translation, checks, key
points, rendering) twice in one run: with the echo engine, which shows what everything that is not
the model costs, and with the model. The first article of each pass is made once beforehand and not
counted, because it loads libraries and tables.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path
from typing import Any

from bilingual import Settings, build_brief, load_translator, read_articles
from bilingual.pipeline.many import RENDERERS
from bilingual.render.arrange import arrange


def measure(folder: Path, settings: Settings) -> dict[str, Any]:
    translator = load_translator(settings)
    articles = list(read_articles([folder], settings))
    build_brief(articles[0], translator, settings)
    started = time.perf_counter()
    sentences = words = 0
    for article in read_articles([folder], settings):
        brief = build_brief(article, translator, settings)
        view = arrange(brief)
        for render in RENDERERS.values():
            render(brief, view)
        sentences += len(brief.sentences)
        words += len(article.text.split())
    seconds = time.perf_counter() - started
    return {
        "engine": translator.signature,
        "articles": len(articles),
        "sentences": sentences,
        "words": words,
        "seconds_per_article": round(seconds / len(articles), 3),
        "seconds_per_600_words": round(600 * seconds / words, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="auto")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    without = measure(args.folder, Settings(engine="echo"))
    found = measure(args.folder, Settings(model=args.model, threads=args.threads))
    found["share_without_model"] = round(
        without["seconds_per_article"] / found["seconds_per_article"], 3
    )
    for result in (without, found):
        print(json.dumps(result))
    if args.json:
        args.json.write_text(json.dumps([without, found], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
