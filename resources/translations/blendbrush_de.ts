<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Blendbrush</source>
        <translation>Über Blendbrush</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Edit a part of a photo by saying what should be there, on your own machine.</source>
        <translation>Einen Teil eines Fotos ändern, indem man sagt, was dort sein soll – auf dem eigenen Rechner.</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>It follows {paper} by Avrahami, Lischinski and Fried (CVPR 2022).</source>
        <translation>Es folgt {paper} von Avrahami, Lischinski und Fried (CVPR 2022).</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>MIT</source>
        <translation>MIT</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Qt and PySide6, LGPL 3</source>
        <translation>Qt und PySide6, LGPL 3</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>Schrift</translation>
    </message>
    <message>
        <source>Inter by The Inter Project Authors, SIL OFL 1.1</source>
        <translation>Inter von The Inter Project Authors, SIL OFL 1.1</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>Symbole</translation>
    </message>
    <message>
        <source>Tabler Icons by Paweł Kuna, MIT</source>
        <translation>Tabler Icons von Paweł Kuna, MIT</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Aitzol Berasategi, Trevor “Freespace” and Jakub Mede, CC BY 4.0, from Debian&apos;s Lomiri wallpapers</source>
        <translation>Aitzol Berasategi, Trevor „Freespace“ und Jakub Mede, CC BY 4.0, aus den Lomiri-Hintergründen von Debian</translation>
    </message>
    <message>
        <source>Clip-art</source>
        <translation>Clip-Art</translation>
    </message>
    <message>
        <source>Open Clip Art Library 0.18, public domain</source>
        <translation>Open Clip Art Library 0.18, gemeinfrei</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>Advanced</name>
    <message>
        <source>What should not be there</source>
        <translation>Was dort nicht sein soll</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>How much of what is there is changed</source>
        <translation>Wie stark sich ändert, was dort ist</translation>
    </message>
    <message>
        <source>Soft edge</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>How far the result fades in from the mask&apos;s edge, in pixels of the model</source>
        <translation>Wie weit das Ergebnis vom Rand der Maske her einblendet, in Pixeln des Modells</translation>
    </message>
    <message>
        <source>Stop weaker ones early</source>
        <translation>Schwächere früh anhalten</translation>
    </message>
    <message>
        <source>Half-way, only the better half goes on; the others can be resumed</source>
        <translation>Auf halbem Weg geht nur die bessere Hälfte weiter; die anderen lassen sich fortsetzen</translation>
    </message>
    <message>
        <source>Refine at full resolution</source>
        <translation>In voller Auflösung verfeinern</translation>
    </message>
    <message>
        <source>Run once more over results that were enlarged: finer, but slower</source>
        <translation>Vergrößerte Ergebnisse noch einmal durchlaufen: feiner, aber langsamer</translation>
    </message>
    <message>
        <source>Models that are installed</source>
        <translation>Installierte Modelle</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>New each time</source>
        <translation>Jedes Mal neu</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>Fest</translation>
    </message>
    <message>
        <source>The same seed and settings give the same candidates</source>
        <translation>Gleicher Startwert und gleiche Einstellungen ergeben gleiche Kandidaten</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>Anderer Startwert</translation>
    </message>
    <message>
        <source>Not</source>
        <translation>Nicht</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>Take the mask brush</source>
        <translation>Maskenpinsel nehmen</translation>
    </message>
    <message>
        <source>Scribble in colour what should be there.</source>
        <translation>Mit Farbe skizzieren, was dort sein soll.</translation>
    </message>
    <message>
        <source>Take the paint brush</source>
        <translation>Malpinsel nehmen</translation>
    </message>
    <message>
        <source>Everything is masked, so there is no background. Clear a part of the mask.</source>
        <translation>Alles ist maskiert, es gibt keinen Hintergrund. Einen Teil der Maske entfernen.</translation>
    </message>
    <message>
        <source>Take the eraser</source>
        <translation>Radierer nehmen</translation>
    </message>
    <message>
        <source>Mask what should stay; all the rest is the background.</source>
        <translation>Maskieren, was bleiben soll; alles andere ist Hintergrund.</translation>
    </message>
    <message>
        <source>Paint a mask over what should go.</source>
        <translation>Eine Maske über das malen, was weg soll.</translation>
    </message>
    <message>
        <source>Paint a mask where it may change.</source>
        <translation>Eine Maske malen, wo sich etwas ändern darf.</translation>
    </message>
    <message>
        <source>Say how far to expand: pull an edge, or write a number.</source>
        <translation>Sagen, wie weit erweitert wird: an einer Kante ziehen oder eine Zahl eingeben.</translation>
    </message>
    <message>
        <source>Expand by a quarter on both sides</source>
        <translation>Auf beiden Seiten um ein Viertel erweitern</translation>
    </message>
    <message>
        <source>That makes {width} × {height} pixels; a picture may have {most} a side. Expand it less.</source>
        <translation>Das ergibt {width} × {height} Pixel; ein Bild darf {most} je Seite haben. Weniger erweitern.</translation>
    </message>
    <message>
        <source>That makes {width} × {height} pixels, too large for the memory that is free. Expand it less.</source>
        <translation>Das ergibt {width} × {height} Pixel, zu viel für den freien Arbeitsspeicher. Weniger erweitern.</translation>
    </message>
    <message>
        <source>Say what should be there.</source>
        <translation>Sagen, was dort sein soll.</translation>
    </message>
    <message>
        <source>The starter removes better when you name what is behind, for example “grass”.</source>
        <translation>Der Starter entfernt besser, wenn Sie nennen, was dahinter liegt, zum Beispiel „grass“.</translation>
    </message>
    <message>
        <source>Only the first {count} tokens are read; say it shorter.</source>
        <translation>Nur die ersten {count} Token werden gelesen; kürzer fassen.</translation>
    </message>
    <message>
        <source>The starter does not know “{prompt}”; it knows {names} …</source>
        <translation>Der Starter kennt „{prompt}“ nicht; er kennt {names} …</translation>
    </message>
    <message>
        <source>To the starter this is “{name}”.</source>
        <translation>Für den Starter ist das „{name}“.</translation>
    </message>
</context>
<context>
    <name>AmountDialog</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>AnchorGrid</name>
    <message>
        <source>Where the picture stays</source>
        <translation>Wo das Bild bleibt</translation>
    </message>
    <message>
        <source>At the top left</source>
        <translation>Oben links</translation>
    </message>
    <message>
        <source>At the top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>At the top right</source>
        <translation>Oben rechts</translation>
    </message>
    <message>
        <source>At the left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>In the middle</source>
        <translation>In der Mitte</translation>
    </message>
    <message>
        <source>At the right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>At the bottom left</source>
        <translation>Unten links</translation>
    </message>
    <message>
        <source>At the bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>At the bottom right</source>
        <translation>Unten rechts</translation>
    </message>
</context>
<context>
    <name>Applied</name>
    <message>
        <source>This layer was scaled, turned or painted on since it was made, so its mask does not fit it any more. Paint a mask and generate anew.</source>
        <translation>Diese Ebene wurde seither skaliert, gedreht oder bemalt; ihre Maske passt nicht mehr. Eine Maske malen und neu erzeugen.</translation>
    </message>
    <message>
        <source>The recipe of this layer is damaged. Generate it anew instead.</source>
        <translation>Das Rezept dieser Ebene ist beschädigt. Stattdessen neu erzeugen.</translation>
    </message>
    <message>
        <source>This layer was made by another version; its edge stays.</source>
        <translation>Diese Ebene stammt aus einer anderen Version; ihre Kante bleibt.</translation>
    </message>
</context>
<context>
    <name>AppliedActions</name>
    <message>
        <source>Run Again</source>
        <translation>Erneut ausführen</translation>
    </message>
    <message>
        <source>Make this result again with a new seed, from what lies below it</source>
        <translation>Dieses Ergebnis mit neuem Startwert noch einmal erzeugen, aus dem, was darunter liegt</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Variieren</translation>
    </message>
    <message>
        <source>Make more like this result: from it, with less strength</source>
        <translation>Ähnliche erzeugen: von diesem Ergebnis aus, mit geringerer Stärke</translation>
    </message>
    <message>
        <source>Edit Prompt…</source>
        <translation>Prompt bearbeiten…</translation>
    </message>
    <message>
        <source>Put this result&apos;s prompt, settings and mask back, to change them</source>
        <translation>Prompt, Einstellungen und Maske dieses Ergebnisses zurückholen, um sie zu ändern</translation>
    </message>
    <message>
        <source>Soft Edge…</source>
        <translation>Weiche Kante…</translation>
    </message>
    <message>
        <source>Fade this result in from its mask&apos;s edge, more or less than it does</source>
        <translation>Dieses Ergebnis vom Maskenrand her stärker oder schwächer einblenden</translation>
    </message>
    <message>
        <source>Keep Masked Part</source>
        <translation>Maskierten Teil behalten</translation>
    </message>
    <message>
        <source>Erase what is not masked of this result, to combine it with another</source>
        <translation>Von diesem Ergebnis löschen, was nicht maskiert ist, um es mit einem anderen zu verbinden</translation>
    </message>
    <message>
        <source>Mask of “{name}”</source>
        <translation>Maske von „{name}“</translation>
    </message>
    <message>
        <source>This layer lies outside the picture. Move it back in and try again.</source>
        <translation>Diese Ebene liegt außerhalb des Bildes. Zurückschieben und erneut versuchen.</translation>
    </message>
    <message>
        <source>This layer was made by another version; its recipe cannot be run.</source>
        <translation>Diese Ebene stammt aus einer anderen Version; ihr Rezept lässt sich nicht ausführen.</translation>
    </message>
    <message>
        <source>Soft Edge</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>Fade over</source>
        <translation>Übergang über</translation>
    </message>
    <message>
        <source>Soft edge</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>Keep masked part</source>
        <translation>Maskierten Teil behalten</translation>
    </message>
</context>
<context>
    <name>AskWhere</name>
    <message>
        <source>{name} exists already. Replace it?</source>
        <translation>{name} ist schon vorhanden. Ersetzen?</translation>
    </message>
</context>
<context>
    <name>Blend</name>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Multiply</source>
        <translation>Multiplizieren</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Bildschirm</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Überlagern</translation>
    </message>
    <message>
        <source>Darken</source>
        <translation>Abdunkeln</translation>
    </message>
    <message>
        <source>Lighten</source>
        <translation>Aufhellen</translation>
    </message>
    <message>
        <source>Colour dodge</source>
        <translation>Abwedeln</translation>
    </message>
    <message>
        <source>Colour burn</source>
        <translation>Nachbelichten</translation>
    </message>
    <message>
        <source>Hard light</source>
        <translation>Hartes Licht</translation>
    </message>
    <message>
        <source>Soft light</source>
        <translation>Weiches Licht</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Addieren</translation>
    </message>
</context>
<context>
    <name>CandidateStore</name>
    <message>
        <source>The run ended before it was done.</source>
        <translation>Der Lauf endete, bevor er fertig war.</translation>
    </message>
    <message>
        <source>Stopped: {done} of {total} finished</source>
        <translation>Angehalten: {done} von {total} fertig</translation>
    </message>
</context>
<context>
    <name>CandidateTaking</name>
    <message>
        <source>This candidate has no result yet.</source>
        <translation>Dieser Kandidat hat noch kein Ergebnis.</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Expanded</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Apply “{prompt}”</source>
        <translation>„{prompt}“ anwenden</translation>
    </message>
    <message>
        <source>Expand: “{prompt}”</source>
        <translation>Erweitert: „{prompt}“</translation>
    </message>
    <message>
        <source>Copied the prompt</source>
        <translation>Prompt kopiert</translation>
    </message>
    <message>
        <source>Copied the recipe</source>
        <translation>Rezept kopiert</translation>
    </message>
    <message>
        <source>Copied the run&apos;s seed</source>
        <translation>Startwert des Laufs kopiert</translation>
    </message>
    <message>
        <source>Save Candidate</source>
        <translation>Kandidat speichern</translation>
    </message>
    <message>
        <source>PNG (*.png)</source>
        <translation>PNG (*.png)</translation>
    </message>
    <message>
        <source>The picture is in {path}.</source>
        <translation>Das Bild liegt in {path}.</translation>
    </message>
</context>
<context>
    <name>Candidates</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Apply as New Layer</source>
        <translation>Als neue Ebene anwenden</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Mit Stern markieren</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>More Like This</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Not for a picture that was expanded: apply it, mask what should change, and generate</source>
        <translation>Nicht für ein erweitertes Bild: anwenden, maskieren, was sich ändern soll, und erzeugen</translation>
    </message>
    <message>
        <source>Again With a New Seed</source>
        <translation>Mit neuem Startwert wiederholen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Copy Prompt</source>
        <translation>Prompt kopieren</translation>
    </message>
    <message>
        <source>Copy Seed</source>
        <translation>Startwert kopieren</translation>
    </message>
    <message>
        <source>Copy Recipe</source>
        <translation>Rezept kopieren</translation>
    </message>
    <message>
        <source>Save as File…</source>
        <translation>Als Datei speichern…</translation>
    </message>
    <message>
        <source>“{prompt}”</source>
        <translation>„{prompt}“</translation>
    </message>
    <message>
        <source>No prompt</source>
        <translation>Kein Prompt</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>Waiting · no. {place}</source>
        <translation>Wartet · Nr. {place}</translation>
    </message>
    <message>
        <source>Waiting · next</source>
        <translation>Wartet · als Nächstes</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>{count} · {time} left</source>
        <translation>{count} · noch {time}</translation>
    </message>
    <message>
        <source>Begun at {time}</source>
        <translation>Begonnen {time}</translation>
    </message>
    <message>
        <source>Took {time}</source>
        <translation>Dauerte {time}</translation>
    </message>
    <message>
        <source>Stopped ({count})</source>
        <translation>Angehalten ({count})</translation>
    </message>
    <message>
        <source>Candidate {number}</source>
        <translation>Kandidat {number}</translation>
    </message>
    <message>
        <source>Rank {rank}</source>
        <translation>Rang {rank}</translation>
    </message>
    <message>
        <source>Match {score}</source>
        <translation>Treffer {score}</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>Mit Stern</translation>
    </message>
    <message>
        <source>Applied as a layer</source>
        <translation>Als Ebene angewendet</translation>
    </message>
    <message>
        <source>Seed {seed}</source>
        <translation>Startwert {seed}</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Step {step} of {steps}</source>
        <translation>Schritt {step} von {steps}</translation>
    </message>
    <message>
        <source>How well it fits the prompt: 1 is the best there could be.
Distance alone {masked}, in its surroundings {context}; lower is better.</source>
        <translation>Wie gut es zum Prompt passt: 1 wäre das Beste.
Abstand allein {masked}, mit Umgebung {context}; kleiner ist besser.</translation>
    </message>
    <message>
        <source>A second network, which did not guide it, is {share} % sure of it.</source>
        <translation>Ein zweites Netz, das nicht gelenkt hat, ist sich zu {share} % sicher.</translation>
    </message>
    <message>
        <source>Run Sooner</source>
        <translation>Früher ausführen</translation>
    </message>
    <message>
        <source>Run Later</source>
        <translation>Später ausführen</translation>
    </message>
    <message>
        <source>Cancel Before It Begins</source>
        <translation>Vor dem Beginn abbrechen</translation>
    </message>
</context>
<context>
    <name>CandidatesDelegate</name>
    <message>
        <source>Candidates that came to nothing; they can be resumed</source>
        <translation>Kandidaten, aus denen nichts wurde; sie lassen sich fortsetzen</translation>
    </message>
</context>
<context>
    <name>CandidatesPanel</name>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>Mit Stern</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>By seed</source>
        <translation>Nach Startwert</translation>
    </message>
    <message>
        <source>By time</source>
        <translation>Nach Zeit</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Size of thumbnails</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Size of thumbnails (Ctrl+wheel)</source>
        <translation>Größe der Vorschaubilder (Strg+Mausrad)</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Candidates appear here, best first</source>
        <translation>Hier erscheinen Kandidaten, die besten zuerst</translation>
    </message>
    <message>
        <source>Nothing is starred yet</source>
        <translation>Noch nichts mit Stern markiert</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>Es läuft nichts</translation>
    </message>
</context>
<context>
    <name>CandidatesView</name>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Bring Back Discarded</source>
        <translation>Verworfene zurückholen</translation>
    </message>
</context>
<context>
    <name>CanvasSizeDialog</name>
    <message>
        <source>Canvas Size</source>
        <translation>Leinwandgröße</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>CanvasSketch</name>
    <message>
        <source>Sketch of the canvas</source>
        <translation>Skizze der Leinwand</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>Leinwand</translation>
    </message>
</context>
<context>
    <name>ClipArtModel</name>
    <message>
        <source>{name}, by {author}</source>
        <translation>{name}, von {author}</translation>
    </message>
</context>
<context>
    <name>ClipArtPanel</name>
    <message>
        <source>From file…</source>
        <translation>Aus Datei…</translation>
    </message>
    <message>
        <source>Search clip-art</source>
        <translation>Clip-Art suchen</translation>
    </message>
    <message>
        <source>Put a picture of your own on a new layer</source>
        <translation>Ein eigenes Bild auf eine neue Ebene legen</translation>
    </message>
    <message>
        <source>Nothing called “{query}”</source>
        <translation>Nichts namens „{query}“</translation>
    </message>
</context>
<context>
    <name>ColourButton</name>
    <message>
        <source>Choose a colour</source>
        <translation>Farbe wählen</translation>
    </message>
    <message>
        <source>Colour to paint with</source>
        <translation>Malfarbe</translation>
    </message>
    <message>
        <source>Recent colours</source>
        <translation>Zuletzt benutzte Farben</translation>
    </message>
    <message>
        <source>Other Colour…</source>
        <translation>Andere Farbe…</translation>
    </message>
</context>
<context>
    <name>CommandSearch</name>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Search for a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>No command has these words.</source>
        <translation>Kein Befehl enthält diese Wörter.</translation>
    </message>
</context>
<context>
    <name>CompareActions</name>
    <message>
        <source>See the picture as it was, as long as the key is held</source>
        <translation>Das Bild von vorher sehen, solange die Taste gedrückt ist</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Drag a divider between before and after</source>
        <translation>Eine Trennlinie zwischen Vorher und Nachher ziehen</translation>
    </message>
    <message>
        <source>See the previewed candidate beside the next best</source>
        <translation>Den gezeigten Kandidaten neben dem nächstbesten sehen</translation>
    </message>
    <message>
        <source>See the previewed candidate beside the three next best</source>
        <translation>Den gezeigten Kandidaten neben den drei nächstbesten sehen</translation>
    </message>
    <message>
        <source>See what the previewed candidate changes, amplified</source>
        <translation>Sehen, was der gezeigte Kandidat ändert, verstärkt</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Trennlinie</translation>
    </message>
    <message>
        <source>Two Side by Side</source>
        <translation>Zwei nebeneinander</translation>
    </message>
    <message>
        <source>Four Side by Side</source>
        <translation>Vier nebeneinander</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Tools rest while you compare; dragging moves the view. Escape ends it.</source>
        <translation>Beim Vergleichen ruhen die Werkzeuge; Ziehen verschiebt die Ansicht. Esc beendet es.</translation>
    </message>
    <message>
        <source>Difference × {gain}</source>
        <translation>Differenz × {gain}</translation>
    </message>
    <message>
        <source>{count} pixels changed outside the mask</source>
        <translation>{count} Pixel außerhalb der Maske geändert</translation>
    </message>
    <message>
        <source>{count} pixels of the picture changed</source>
        <translation>{count} Pixel des Bildes geändert</translation>
    </message>
    <message>
        <source>1 pixel changed outside the mask</source>
        <translation>1 Pixel außerhalb der Maske geändert</translation>
    </message>
</context>
<context>
    <name>EditActions</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Copy Layer</source>
        <translation>Ebene kopieren</translation>
    </message>
    <message>
        <source>Copy the active layer; under a mask, what is masked of it</source>
        <translation>Die aktive Ebene kopieren; bei einer Maske das Maskierte daraus</translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Copy all that is visible; under a mask, what is masked of it</source>
        <translation>Alles Sichtbare kopieren; bei einer Maske das Maskierte daraus</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Put the picture in the clipboard on a layer of its own</source>
        <translation>Das Bild aus der Zwischenablage auf eine eigene Ebene legen</translation>
    </message>
    <message>
        <source>There is nothing to copy here.</source>
        <translation>Hier gibt es nichts zu kopieren.</translation>
    </message>
    <message>
        <source>Copied {w} × {h} pixels</source>
        <translation>{w} × {h} Pixel kopiert</translation>
    </message>
    <message>
        <source>The clipboard holds no picture.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>Something unexpected happened. Your work is still here; save it, and go on.</source>
        <translation>Etwas Unerwartetes ist passiert. Ihre Arbeit ist noch da; speichern und weitermachen.</translation>
    </message>
</context>
<context>
    <name>EngineChoice</name>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Automatic takes what suits the device; float32 is exact, others are quicker</source>
        <translation>„Automatisch“ nimmt, was zum Gerät passt; float32 ist genau, andere sind schneller</translation>
    </message>
    <message>
        <source>Takes effect when the engine starts again, after the present run.</source>
        <translation>Gilt nach dem laufenden Lauf, wenn die Engine neu startet.</translation>
    </message>
    <message>
        <source>The engine computes on {device} in {precision}.</source>
        <translation>Die Engine rechnet auf {device} mit {precision}.</translation>
    </message>
    <message>
        <source>The engine is starting.</source>
        <translation>Die Engine startet.</translation>
    </message>
</context>
<context>
    <name>EngineHost</name>
    <message>
        <source>The engine could not be started; try again.</source>
        <translation>Die Engine konnte nicht starten; noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The engine stopped again; the next run starts it.</source>
        <translation>Die Engine ist wieder ausgefallen; der nächste Lauf startet sie.</translation>
    </message>
    <message>
        <source>The engine stopped and is being restarted.</source>
        <translation>Die Engine ist ausgefallen und wird neu gestartet.</translation>
    </message>
    <message>
        <source>The engine met an unexpected error; try again, or report the details.</source>
        <translation>In der Engine trat ein unerwarteter Fehler auf; noch einmal versuchen oder die Details melden.</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly; the next run starts it again.</source>
        <translation>Die Engine ist unerwartet ausgefallen; der nächste Lauf startet sie neu.</translation>
    </message>
</context>
<context>
    <name>EngineLabel</name>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>lädt das Modell</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>working</source>
        <translation>arbeitet</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>nicht verfügbar</translation>
    </message>
</context>
<context>
    <name>ExpandRow</name>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Expand: {side}</source>
        <translation>Erweitern: {side}</translation>
    </message>
    <message>
        <source>As the prompt</source>
        <translation>Wie der Prompt</translation>
    </message>
    <message>
        <source>What comes there: {side}</source>
        <translation>Was dort hinkommt: {side}</translation>
    </message>
    <message>
        <source>What should be on this side; left empty, the prompt serves it too</source>
        <translation>Was auf dieser Seite sein soll; leer gilt auch hier der Prompt</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Expand to a ratio, or by a quarter</source>
        <translation>Auf ein Seitenverhältnis oder um ein Viertel erweitern</translation>
    </message>
    <message>
        <source>A Quarter Left and Right</source>
        <translation>Ein Viertel links und rechts</translation>
    </message>
    <message>
        <source>A Quarter All Around</source>
        <translation>Ein Viertel ringsum</translation>
    </message>
    <message>
        <source>Not at All</source>
        <translation>Gar nicht</translation>
    </message>
</context>
<context>
    <name>ExpandedLayerTips</name>
    <message>
        <source>Not for a layer that expanded the picture: undo that, and expand it anew</source>
        <translation>Nicht für eine Ebene, die das Bild erweitert hat: das zurücknehmen und neu erweitern</translation>
    </message>
</context>
<context>
    <name>Expanding</name>
    <message>
        <source>Expand by a Quarter</source>
        <translation>Um ein Viertel erweitern</translation>
    </message>
    <message>
        <source>Get ready to add a quarter of the picture on its left and its right</source>
        <translation>Vorbereiten, links und rechts ein Viertel des Bildes anzufügen</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export Picture</source>
        <translation>Bild exportieren</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Lossless</source>
        <translation>Verlustfrei</translation>
    </message>
    <message>
        <source>Colour where nothing is painted</source>
        <translation>Farbe, wo nichts gemalt ist</translation>
    </message>
    <message>
        <source>This format has no transparency: this colour shows instead</source>
        <translation>Dieses Format kennt keine Transparenz: Stattdessen erscheint diese Farbe</translation>
    </message>
    <message>
        <source>Keep camera data and colour profile</source>
        <translation>Kameradaten und Farbprofil behalten</translation>
    </message>
    <message>
        <source>sRGB, looks right everywhere</source>
        <translation>sRGB, sieht überall richtig aus</translation>
    </message>
    <message>
        <source>{name}, the photo&apos;s own</source>
        <translation>{name}, das des Fotos</translation>
    </message>
    <message>
        <source>Note that a model took part (IPTC)</source>
        <translation>Vermerken, dass ein Modell beteiligt war (IPTC)</translation>
    </message>
    <message>
        <source>Include the prompts</source>
        <translation>Mit den Prompts</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Filled with</source>
        <translation>Füllung</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>working out the size</source>
        <translation>Größe wird ermittelt</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <source>size not known</source>
        <translation>Größe unbekannt</translation>
    </message>
    <message>
        <source>{w} × {h} pixels · {size}</source>
        <translation>{w} × {h} Pixel · {size}</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>{format} holds {most} pixels a side at most; choose PNG.</source>
        <translation>{format} fasst höchstens {most} Pixel je Seite; PNG wählen.</translation>
    </message>
</context>
<context>
    <name>ExportTarget</name>
    <message>
        <source>{name} edited</source>
        <translation>{name} bearbeitet</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Type a name for the file.</source>
        <translation>Einen Dateinamen eingeben.</translation>
    </message>
    <message>
        <source>There is no folder {folder}; choose another.</source>
        <translation>Es gibt keinen Ordner {folder}; einen anderen wählen.</translation>
    </message>
    <message>
        <source>There is a folder of this name; choose another name.</source>
        <translation>Es gibt einen Ordner dieses Namens; einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>This is the photo that you opened; it will be replaced.</source>
        <translation>Das ist das geöffnete Foto; es wird ersetzt.</translation>
    </message>
    <message>
        <source>{name} exists and will be replaced.</source>
        <translation>{name} ist vorhanden und wird ersetzt.</translation>
    </message>
    <message>
        <source>Export To</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>in {folder}</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>{path} is a folder; choose another name.</source>
        <translation>{path} ist ein Ordner; einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>{path} is a device, not a file; choose another name.</source>
        <translation>{path} ist ein Gerät, keine Datei; einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>{path} is write-protected; choose another name or folder.</source>
        <translation>{path} ist schreibgeschützt; einen anderen Namen oder Ordner wählen.</translation>
    </message>
    <message>
        <source>There is not enough space to save {path}; free some or choose another folder.</source>
        <translation>Für {path} reicht der Speicherplatz nicht; Platz schaffen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Nothing can be written to the folder {folder}; choose another one.</source>
        <translation>In den Ordner {folder} kann nichts geschrieben werden; einen anderen wählen.</translation>
    </message>
    <message>
        <source>There is no folder {folder} any more; choose another one.</source>
        <translation>Den Ordner {folder} gibt es nicht mehr; einen anderen wählen.</translation>
    </message>
    <message>
        <source>{path} could not be saved ({why}); try another name or folder.</source>
        <translation>{path} konnte nicht gespeichert werden ({why}); einen anderen Namen oder Ordner versuchen.</translation>
    </message>
    <message>
        <source>{format} holds at most {limit} pixels a side and this picture is {width} × {height}; choose PNG or make it smaller.</source>
        <translation>{format} fasst höchstens {limit} Pixel je Seite, dieses Bild hat {width} × {height}; PNG wählen oder das Bild verkleinern.</translation>
    </message>
    <message>
        <source>The picture cannot be written as {format} ({why}); choose another format, or sRGB without the file&apos;s metadata.</source>
        <translation>Das Bild kann nicht als {format} geschrieben werden ({why}); ein anderes Format wählen oder sRGB ohne die Metadaten der Datei.</translation>
    </message>
    <message>
        <source>{path} needs {needed} GB of memory and {free} GB are free; close something or make it smaller.</source>
        <translation>{path} braucht {needed} GB Arbeitsspeicher, frei sind {free} GB; etwas schließen oder das Bild verkleinern.</translation>
    </message>
</context>
<context>
    <name>Generating</name>
    <message>
        <source>Generate</source>
        <translation>Generieren</translation>
    </message>
    <message>
        <source>Make candidates for what is masked</source>
        <translation>Kandidaten für das Maskierte erzeugen</translation>
    </message>
    <message>
        <source>Cancel Run</source>
        <translation>Lauf abbrechen</translation>
    </message>
    <message>
        <source>Stop the run; what is finished stays</source>
        <translation>Den Lauf anhalten; was fertig ist, bleibt</translation>
    </message>
    <message>
        <source>The picture has changed there since, so this will be another result than the one that was stopped.</source>
        <translation>Das Bild hat sich dort seitdem geändert; das wird also ein anderes Ergebnis als das angehaltene.</translation>
    </message>
    <message>
        <source>This candidate was made by another version; its recipe cannot be run.</source>
        <translation>Dieser Kandidat stammt aus einer anderen Version; sein Rezept lässt sich nicht ausführen.</translation>
    </message>
</context>
<context>
    <name>GuidanceChoice</name>
    <message>
        <source>Guidance</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>How the prompt steers: as published, through the network and without labels, or directly, faster</source>
        <translation>Wie der Prompt lenkt: wie veröffentlicht, durch das Netz und ohne Klassen, oder direkt, schneller</translation>
    </message>
    <message>
        <source>Model&apos;s own</source>
        <translation>Die des Modells</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Direct</source>
        <translation>Direkt</translation>
    </message>
</context>
<context>
    <name>HelpActions</name>
    <message>
        <source>Search Commands…</source>
        <translation>Befehle suchen…</translation>
    </message>
    <message>
        <source>Find any command by its name</source>
        <translation>Jeden Befehl über seinen Namen finden</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts…</source>
        <translation>Tastenkürzel…</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Open Log Folder</source>
        <translation>Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Show where the log file is, for a report of a fault</source>
        <translation>Zeigen, wo das Protokoll liegt, um einen Fehler zu melden</translation>
    </message>
    <message>
        <source>About Blendbrush</source>
        <translation>Über Blendbrush</translation>
    </message>
    <message>
        <source>The log is in {folder}.</source>
        <translation>Das Protokoll liegt in {folder}.</translation>
    </message>
</context>
<context>
    <name>HintRow</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Earlier steps were let go to save memory</source>
        <translation>Frühere Schritte wurden verworfen, um Speicher zu sparen</translation>
    </message>
    <message>
        <source>Earliest step kept</source>
        <translation>Frühester erhaltener Schritt</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>{step}, present</source>
        <translation>{step}, aktuell</translation>
    </message>
    <message>
        <source>{step}, undone</source>
        <translation>{step}, rückgängig gemacht</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Open a picture to see what was done to it.</source>
        <translation>Ein Bild öffnen, um seinen Verlauf zu sehen.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Size of the history</source>
        <translation>Umfang des Verlaufs</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
    </message>
    <message>
        <source>{count} steps</source>
        <translation>{count} Schritte</translation>
    </message>
</context>
<context>
    <name>Journal</name>
    <message>
        <source>Finished candidates cannot be kept in {folder} ({why}); free some space or make it writable.</source>
        <translation>Fertige Kandidaten können in {folder} nicht aufbewahrt werden ({why}); Platz schaffen oder beschreibbar machen.</translation>
    </message>
    <message>
        <source>The kept candidate {path} is gone or damaged.</source>
        <translation>Der aufbewahrte Kandidat {path} fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>The kept candidate {path} is damaged.</source>
        <translation>Der aufbewahrte Kandidat {path} ist beschädigt.</translation>
    </message>
</context>
<context>
    <name>KeyField</name>
    <message>
        <source>New keys</source>
        <translation>Neue Tasten</translation>
    </message>
    <message>
        <source>Press keys</source>
        <translation>Tasten drücken</translation>
    </message>
</context>
<context>
    <name>LayerActions</name>
    <message>
        <source>New Layer</source>
        <translation>Neue Ebene</translation>
    </message>
    <message>
        <source>Add an empty layer above the active one</source>
        <translation>Eine leere Ebene über der aktiven anlegen</translation>
    </message>
    <message>
        <source>Duplicate Layer</source>
        <translation>Ebene duplizieren</translation>
    </message>
    <message>
        <source>Delete Layer</source>
        <translation>Ebene löschen</translation>
    </message>
    <message>
        <source>Raise Layer</source>
        <translation>Ebene nach oben</translation>
    </message>
    <message>
        <source>Lower Layer</source>
        <translation>Ebene nach unten</translation>
    </message>
    <message>
        <source>Show or Hide Layer</source>
        <translation>Ebene ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Lock or Unlock Layer</source>
        <translation>Ebene sperren oder entsperren</translation>
    </message>
    <message>
        <source>Flip Layer Left to Right</source>
        <translation>Ebene horizontal spiegeln</translation>
    </message>
    <message>
        <source>Flip Layer Upside Down</source>
        <translation>Ebene vertikal spiegeln</translation>
    </message>
    <message>
        <source>Merge Down</source>
        <translation>Nach unten vereinen</translation>
    </message>
    <message>
        <source>Draw this layer onto the one below</source>
        <translation>Diese Ebene mit der darunter vereinen</translation>
    </message>
    <message>
        <source>Flatten Picture</source>
        <translation>Auf eine Ebene reduzieren</translation>
    </message>
    <message>
        <source>Make one layer of all that is visible</source>
        <translation>Aus allem Sichtbaren eine Ebene machen</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <source>New layer</source>
        <translation>Neue Ebene</translation>
    </message>
    <message>
        <source>{name} copy</source>
        <translation>{name} Kopie</translation>
    </message>
    <message>
        <source>Duplicate layer</source>
        <translation>Ebene duplizieren</translation>
    </message>
    <message>
        <source>Delete layer</source>
        <translation>Ebene löschen</translation>
    </message>
    <message>
        <source>Raise layer</source>
        <translation>Ebene nach oben</translation>
    </message>
    <message>
        <source>Lower layer</source>
        <translation>Ebene nach unten</translation>
    </message>
    <message>
        <source>Hide layer</source>
        <translation>Ebene ausblenden</translation>
    </message>
    <message>
        <source>Show layer</source>
        <translation>Ebene einblenden</translation>
    </message>
    <message>
        <source>Unlock layer</source>
        <translation>Ebene entsperren</translation>
    </message>
    <message>
        <source>Lock layer</source>
        <translation>Ebene sperren</translation>
    </message>
    <message>
        <source>Flip layer</source>
        <translation>Ebene spiegeln</translation>
    </message>
    <message>
        <source>Merge down</source>
        <translation>Nach unten vereinen</translation>
    </message>
    <message>
        <source>Flatten picture</source>
        <translation>Auf eine Ebene reduzieren</translation>
    </message>
</context>
<context>
    <name>LayerControls</name>
    <message>
        <source>Blend mode</source>
        <translation>Mischmodus</translation>
    </message>
    <message>
        <source>How the layer mixes with those below</source>
        <translation>Wie sich die Ebene mit denen darunter mischt</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Opacity of the layer</source>
        <translation>Deckkraft der Ebene</translation>
    </message>
    <message>
        <source>Unlock layer</source>
        <translation>Ebene entsperren</translation>
    </message>
    <message>
        <source>Lock layer</source>
        <translation>Ebene sperren</translation>
    </message>
</context>
<context>
    <name>LayersDelegate</name>
    <message>
        <source>Name of the layer</source>
        <translation>Name der Ebene</translation>
    </message>
    <message>
        <source>Hide layer (Space)</source>
        <translation>Ebene ausblenden (Leertaste)</translation>
    </message>
    <message>
        <source>Show layer (Space)</source>
        <translation>Ebene einblenden (Leertaste)</translation>
    </message>
    <message>
        <source>Unlock layer</source>
        <translation>Ebene entsperren</translation>
    </message>
    <message>
        <source>Lock layer</source>
        <translation>Ebene sperren</translation>
    </message>
</context>
<context>
    <name>LayersModel</name>
    <message>
        <source>shown</source>
        <translation>eingeblendet</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>ausgeblendet</translation>
    </message>
    <message>
        <source>{blend} · {percent} %</source>
        <translation>{blend} · {percent} %</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Locked · {look}</source>
        <translation>Gesperrt · {look}</translation>
    </message>
    <message>
        <source>Rename layer</source>
        <translation>Ebene umbenennen</translation>
    </message>
    <message>
        <source>Hide layer</source>
        <translation>Ebene ausblenden</translation>
    </message>
    <message>
        <source>Show layer</source>
        <translation>Ebene einblenden</translation>
    </message>
    <message>
        <source>Unlock layer</source>
        <translation>Ebene entsperren</translation>
    </message>
    <message>
        <source>Lock layer</source>
        <translation>Ebene sperren</translation>
    </message>
    <message>
        <source>Blend mode</source>
        <translation>Mischmodus</translation>
    </message>
    <message>
        <source>Layer opacity</source>
        <translation>Deckkraft der Ebene</translation>
    </message>
    <message>
        <source>Raise layer</source>
        <translation>Ebene nach oben</translation>
    </message>
    <message>
        <source>Lower layer</source>
        <translation>Ebene nach unten</translation>
    </message>
    <message>
        <source>Reorder layers</source>
        <translation>Ebenen umordnen</translation>
    </message>
</context>
<context>
    <name>LayersPanel</name>
    <message>
        <source>Open a picture to see its layers.</source>
        <translation>Ein Bild öffnen, um seine Ebenen zu sehen.</translation>
    </message>
    <message>
        <source>No layers. Add one to paint on.</source>
        <translation>Keine Ebenen. Zum Malen eine anlegen.</translation>
    </message>
</context>
<context>
    <name>LayersView</name>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>There is no file {path}.</source>
        <translation>Es gibt keine Datei {path}.</translation>
    </message>
    <message>
        <source>{path} is not a picture file.</source>
        <translation>{path} ist keine Bilddatei.</translation>
    </message>
    <message>
        <source>{path} is empty; use PNG, JPEG, WebP, TIFF or AVIF.</source>
        <translation>{path} ist leer; PNG, JPEG, WebP, TIFF oder AVIF verwenden.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {why}.</source>
        <translation>{path} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>{path} has more pixels than can be opened; make it smaller.</source>
        <translation>{path} hat mehr Pixel, als geöffnet werden können; das Bild verkleinern.</translation>
    </message>
    <message>
        <source>{path} is not a picture that can be read; use PNG, JPEG, WebP, TIFF or AVIF.</source>
        <translation>{path} ist kein lesbares Bild; PNG, JPEG, WebP, TIFF oder AVIF verwenden.</translation>
    </message>
    <message>
        <source>{path} is too large for this machine&apos;s memory.</source>
        <translation>{path} ist zu groß für den Arbeitsspeicher dieses Rechners.</translation>
    </message>
    <message>
        <source>{path} is damaged and cannot be opened ({why}).</source>
        <translation>{path} ist beschädigt und kann nicht geöffnet werden ({why}).</translation>
    </message>
    <message>
        <source>{mode} was converted to sRGB.</source>
        <translation>{mode} wurde in sRGB umgewandelt.</translation>
    </message>
    <message>
        <source>16-bit colours were reduced to 8 bits.</source>
        <translation>16-Bit-Farben wurden auf 8 Bit reduziert.</translation>
    </message>
    <message>
        <source>Only the first of {frames} frames is used.</source>
        <translation>Von {frames} Einzelbildern wird nur das erste verwendet.</translation>
    </message>
    <message>
        <source>Colours were converted from its profile to sRGB.</source>
        <translation>Die Farben wurden aus dem Profil des Bildes in sRGB umgewandelt.</translation>
    </message>
    <message>
        <source>Colours were converted from {profile} to sRGB.</source>
        <translation>Die Farben wurden von {profile} in sRGB umgewandelt.</translation>
    </message>
    <message>
        <source>Its orientation could not be read and was ignored.</source>
        <translation>Die Ausrichtung war nicht lesbar und wurde ignoriert.</translation>
    </message>
    <message>
        <source>Its colour profile is damaged and was ignored.</source>
        <translation>Das Farbprofil ist beschädigt und wurde ignoriert.</translation>
    </message>
    <message>
        <source>Its EXIF data could not be read and was left out.</source>
        <translation>Die EXIF-Daten waren nicht lesbar und wurden weggelassen.</translation>
    </message>
    <message>
        <source>CLIP reads {limit} tokens; it ignores: {ignored}</source>
        <translation>CLIP liest {limit} Token; ignoriert wird: {ignored}</translation>
    </message>
    <message>
        <source>A negative prompt works only beside a prompt; it is ignored.</source>
        <translation>„Nicht“ wirkt nur zusammen mit einem Prompt und wird ignoriert.</translation>
    </message>
    <message>
        <source>The mask covers the whole picture, so all of it may change.</source>
        <translation>Die Maske bedeckt das ganze Bild, alles darf sich ändern.</translation>
    </message>
    <message>
        <source>The mask is empty, so nothing may change; paint white where it may.</source>
        <translation>Die Maske ist leer, nichts darf sich ändern; weiß malen, wo es darf.</translation>
    </message>
    <message>
        <source>Not enough memory: now {count} at a time.</source>
        <translation>Speicher zu knapp: jetzt {count} auf einmal.</translation>
    </message>
    <message>
        <source>Not enough memory on {device} for one candidate of {model}; close other programs or choose a smaller model.</source>
        <translation>Auf {device} reicht der Speicher nicht für einen Kandidaten von {model}; andere Programme schließen oder ein kleineres Modell wählen.</translation>
    </message>
    <message>
        <source>Not enough memory on {device} for {model}; close other programs or choose a smaller model.</source>
        <translation>Auf {device} reicht der Speicher nicht für {model}; andere Programme schließen oder ein kleineres Modell wählen.</translation>
    </message>
    <message>
        <source>A pixel outside the mask would have changed; the result is dropped.</source>
        <translation>Ein Pixel außerhalb der Maske hätte sich geändert; das Ergebnis wird verworfen.</translation>
    </message>
    <message>
        <source>candidates must lie between 1 and {most}.</source>
        <translation>Die Zahl der Kandidaten muss zwischen 1 und {most} liegen.</translation>
    </message>
    <message>
        <source>seed must be a whole number from 0 to {most}.</source>
        <translation>Der Startwert muss eine ganze Zahl von 0 bis {most} sein.</translation>
    </message>
    <message>
        <source>a prompt may have at most {most} characters.</source>
        <translation>Ein Prompt darf höchstens {most} Zeichen haben.</translation>
    </message>
    <message>
        <source>the picture has no pixels.</source>
        <translation>Das Bild hat keine Pixel.</translation>
    </message>
    <message>
        <source>strength must lie above 0 and not above 1 (0.75 is the paper&apos;s).</source>
        <translation>Die Stärke muss über 0 und höchstens bei 1 liegen (0,75 wie in der Veröffentlichung).</translation>
    </message>
    <message>
        <source>A picture is extended by the method “blended” only.</source>
        <translation>Ein Bild wird nur mit der Methode „blended“ erweitert.</translation>
    </message>
    <message>
        <source>Nothing is to be added; say how far at least one side moves out.</source>
        <translation>Es soll nichts hinzukommen; sagen, wie weit mindestens eine Seite hinausrückt.</translation>
    </message>
    <message>
        <source>The extended picture may have at most {most} pixels a side.</source>
        <translation>Das erweiterte Bild darf höchstens {most} Pixel je Seite haben.</translation>
    </message>
    <message>
        <source>Its numbers overflowed; another seed may work.</source>
        <translation>Die Zahlen sind übergelaufen; ein anderer Startwert hilft vielleicht.</translation>
    </message>
    <message>
        <source>Stopped early: weaker than the others.</source>
        <translation>Früh angehalten: schwächer als die anderen.</translation>
    </message>
    <message>
        <source>The CLIP of {model} sees nothing through noise, which direct guidance needs; choose published guidance.</source>
        <translation>Das CLIP von {model} sieht durch Rauschen nichts, was die direkte Führung braucht; die veröffentlichte wählen.</translation>
    </message>
    <message>
        <source>Nothing is enlarged here, so there is nothing to refine.</source>
        <translation>Hier wird nichts vergrößert, also gibt es nichts zu verfeinern.</translation>
    </message>
    <message>
        <source>Stopped while refining; what was finished is kept unrefined.</source>
        <translation>Beim Verfeinern angehalten; was fertig war, bleibt unverfeinert.</translation>
    </message>
    <message>
        <source>Not enough memory to refine; a result stays as it was.</source>
        <translation>Nicht genug Speicher zum Verfeinern; ein Ergebnis bleibt, wie es war.</translation>
    </message>
    <message>
        <source>The numbers overflowed while refining; results stay as they were.</source>
        <translation>Beim Verfeinern sind die Zahlen übergelaufen; die Ergebnisse bleiben, wie sie waren.</translation>
    </message>
    <message>
        <source>The model&apos;s file {path} is missing; install the model again.</source>
        <translation>Die Modelldatei {path} fehlt; das Modell neu installieren.</translation>
    </message>
    <message>
        <source>The model&apos;s file {path} is damaged; install the model again.</source>
        <translation>Die Modelldatei {path} ist beschädigt; das Modell neu installieren.</translation>
    </message>
    <message>
        <source>{path} is damaged; install the model again.</source>
        <translation>{path} ist beschädigt; das Modell neu installieren.</translation>
    </message>
    <message>
        <source>There is no model named {name}; known are {known}, or a model&apos;s folder.</source>
        <translation>Es gibt kein Modell namens {name}; bekannt sind {known} oder der Ordner eines Modells.</translation>
    </message>
    <message>
        <source>{path} holds no model: its {file} cannot be read.</source>
        <translation>{path} enthält kein Modell: {file} darin kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>CLIP {name} is not on this machine and cannot be fetched now; connect to the network once, or put its open_clip weights at {path}.</source>
        <translation>CLIP {name} ist nicht auf diesem Rechner und kann gerade nicht geladen werden; einmal mit dem Netz verbinden oder die open_clip-Gewichte unter {path} ablegen.</translation>
    </message>
    <message>
        <source>LPIPS needs torchvision&apos;s VGG-16 weights, which are not on this machine and cannot be fetched now; connect to the network once, or use --perceptual-weight 0.</source>
        <translation>LPIPS braucht die VGG-16-Gewichte von torchvision, die nicht auf diesem Rechner sind und jetzt nicht geholt werden können; einmal mit dem Netz verbinden oder --perceptual-weight 0 verwenden.</translation>
    </message>
    <message>
        <source>What was fetched is not the published file (its SHA-256 differs) and was deleted; try again.</source>
        <translation>Was geholt wurde, ist nicht die veröffentlichte Datei (ihr SHA-256 weicht ab) und wurde gelöscht; noch einmal versuchen.</translation>
    </message>
    <message>
        <source>{path} needs {wanted} GB of free space and has {free} GB.</source>
        <translation>{path} braucht {wanted} GB freien Platz und hat {free} GB.</translation>
    </message>
    <message>
        <source>{url} could not be fetched ({why}); what has arrived is kept, so try again later, or fetch it yourself and use: models import.</source>
        <translation>{url} konnte nicht geholt werden ({why}); was angekommen ist, bleibt: später noch einmal versuchen, oder die Datei selbst holen und verwenden: models import.</translation>
    </message>
    <message>
        <source>The file is not this model: it also holds {name}.</source>
        <translation>Die Datei ist nicht dieses Modell: Sie enthält auch {name}.</translation>
    </message>
    <message>
        <source>The file is not this model: {name} is missing from it.</source>
        <translation>Die Datei ist nicht dieses Modell: {name} fehlt darin.</translation>
    </message>
    <message>
        <source>The file is not this model: {name} has {found}, not {shape}.</source>
        <translation>Die Datei ist nicht dieses Modell: {name} hat {found}, nicht {shape}.</translation>
    </message>
    <message>
        <source>{path} holds no network&apos;s weights.</source>
        <translation>{path} enthält keine Gewichte eines Netzes.</translation>
    </message>
    <message>
        <source>{path} is damaged or holds more than plain tensors, and was not opened.</source>
        <translation>{path} ist beschädigt oder enthält mehr als reine Tensoren und wurde nicht geöffnet.</translation>
    </message>
    <message>
        <source>{path} is not the published file: its SHA-256 differs.</source>
        <translation>{path} ist nicht die veröffentlichte Datei: Ihr SHA-256 weicht ab.</translation>
    </message>
    <message>
        <source>{path} may not be read.</source>
        <translation>{path} darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{model} has no address to fetch it from.</source>
        <translation>{model} hat keine Adresse, von der es geholt werden kann.</translation>
    </message>
    <message>
        <source>{model} was not installed here, so nothing is known of its file.</source>
        <translation>{model} wurde nicht hier installiert, daher ist über die Datei nichts bekannt.</translation>
    </message>
    <message>
        <source>{model} is not installed; use: python main.py models download {name}, or fetch {url} yourself and use: python main.py models import {again} FILE. The starter works without either.</source>
        <translation>{model} ist nicht installiert; verwenden: python main.py models download {name}, oder {url} selbst holen und verwenden: python main.py models import {again} FILE. Das Starter-Modell geht ohne beides.</translation>
    </message>
    <message>
        <source>{model} is not installed.</source>
        <translation>{model} ist nicht installiert.</translation>
    </message>
    <message>
        <source>Another Blendbrush is installing {model} just now.</source>
        <translation>Ein anderes Blendbrush installiert {model} gerade.</translation>
    </message>
    <message>
        <source>The model folder {path} cannot be used: {why}.</source>
        <translation>Der Modellordner {path} kann nicht verwendet werden: {why}.</translation>
    </message>
    <message>
        <source>{name} is no precision; choose one of {known}.</source>
        <translation>{name} ist keine Genauigkeit; eine von {known} wählen.</translation>
    </message>
    <message>
        <source>{name} cannot be used; choose cpu, cuda or mps.</source>
        <translation>{name} kann nicht verwendet werden; cpu, cuda oder mps wählen.</translation>
    </message>
    <message>
        <source>This machine has no device {name}; leave --device out.</source>
        <translation>Dieser Rechner hat kein Gerät {name}; --device weglassen.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Bedienfelder</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Clip-art</source>
        <translation>Clip-Art</translation>
    </message>
</context>
<context>
    <name>MaskActions</name>
    <message>
        <source>Mask All</source>
        <translation>Alles maskieren</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>Maske leeren</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>Maske umkehren</translation>
    </message>
    <message>
        <source>Grow Mask…</source>
        <translation>Maske erweitern…</translation>
    </message>
    <message>
        <source>Shrink Mask…</source>
        <translation>Maske verkleinern…</translation>
    </message>
    <message>
        <source>Feather Inwards…</source>
        <translation>Rand nach innen weichzeichnen…</translation>
    </message>
    <message>
        <source>Mask from Layer</source>
        <translation>Maske aus Ebene</translation>
    </message>
    <message>
        <source>Mask what is visible of the active layer</source>
        <translation>Das Sichtbare der aktiven Ebene maskieren</translation>
    </message>
    <message>
        <source>Mask from Scribble…</source>
        <translation>Maske aus Skizze…</translation>
    </message>
    <message>
        <source>Mask the scribble and some pixels around it</source>
        <translation>Die Skizze und einige Pixel um sie maskieren</translation>
    </message>
    <message>
        <source>Load Mask…</source>
        <translation>Maske laden…</translation>
    </message>
    <message>
        <source>Save Mask…</source>
        <translation>Maske speichern…</translation>
    </message>
    <message>
        <source>Mask all</source>
        <translation>Alles maskieren</translation>
    </message>
    <message>
        <source>Clear mask</source>
        <translation>Maske leeren</translation>
    </message>
    <message>
        <source>Invert mask</source>
        <translation>Maske umkehren</translation>
    </message>
    <message>
        <source>Grow Mask</source>
        <translation>Maske erweitern</translation>
    </message>
    <message>
        <source>Grow by</source>
        <translation>Erweitern um</translation>
    </message>
    <message>
        <source>Shrink Mask</source>
        <translation>Maske verkleinern</translation>
    </message>
    <message>
        <source>Shrink by</source>
        <translation>Verkleinern um</translation>
    </message>
    <message>
        <source>Feather Inwards</source>
        <translation>Nach innen weichzeichnen</translation>
    </message>
    <message>
        <source>Fade over</source>
        <translation>Übergang über</translation>
    </message>
    <message>
        <source>This layer is empty, so there is nothing to mask.</source>
        <translation>Diese Ebene ist leer, es gibt nichts zu maskieren.</translation>
    </message>
    <message>
        <source>Mask from layer</source>
        <translation>Maske aus Ebene</translation>
    </message>
    <message>
        <source>There is no scribble yet. Draw one with the paint brush.</source>
        <translation>Es gibt noch keine Skizze. Mit dem Malpinsel eine zeichnen.</translation>
    </message>
    <message>
        <source>Mask from Scribble</source>
        <translation>Maske aus Skizze</translation>
    </message>
    <message>
        <source>Wider by</source>
        <translation>Breiter um</translation>
    </message>
    <message>
        <source>Load Mask</source>
        <translation>Maske laden</translation>
    </message>
    <message>
        <source>Pictures (*.png *.tif *.webp)</source>
        <translation>Bilder (*.png *.tif *.webp)</translation>
    </message>
    <message>
        <source>This mask is {width} × {height} pixels but the picture is {w} × {h}. Choose one of the picture&apos;s size.</source>
        <translation>Diese Maske hat {width} × {height} Pixel, das Bild aber {w} × {h}. Eine in Bildgröße wählen.</translation>
    </message>
    <message>
        <source>Load mask</source>
        <translation>Maske laden</translation>
    </message>
    <message>
        <source>Save Mask</source>
        <translation>Maske speichern</translation>
    </message>
    <message>
        <source>PNG (*.png)</source>
        <translation>PNG (*.png)</translation>
    </message>
    <message>
        <source>The mask is in {name}.</source>
        <translation>Die Maske liegt in {name}.</translation>
    </message>
    <message>
        <source>The mask covers the whole picture, whose border is no edge: nothing changes.</source>
        <translation>Die Maske bedeckt das ganze Bild, und dessen Rand ist keine Kante: Nichts ändert sich.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>B&amp;ild</translation>
    </message>
    <message>
        <source>&amp;Layer</source>
        <translation>&amp;Ebene</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>&amp;Maske</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>&amp;Generieren</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>Details der Meldung</translation>
    </message>
</context>
<context>
    <name>ModelActions</name>
    <message>
        <source>Models…</source>
        <translation>Modelle…</translation>
    </message>
    <message>
        <source>Download, import and choose models, and where they compute</source>
        <translation>Modelle laden, importieren und wählen, und wo sie rechnen</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Use {model}</source>
        <translation>{model} verwenden</translation>
    </message>
    <message>
        <source>With the preset Fast</source>
        <translation>Mit der Vorgabe „Mittel“</translation>
    </message>
    <message>
        <source>Download of {model}</source>
        <translation>Download von {model}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop, and delete what has arrived</source>
        <translation>Anhalten und Angekommenes löschen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop for now, and keep what has arrived</source>
        <translation>Vorerst anhalten und Angekommenes behalten</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>See whether its file is as it was installed</source>
        <translation>Prüfen, ob die Datei noch wie bei der Installation ist</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Delete its files from this machine</source>
        <translation>Die Dateien von diesem Rechner löschen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Install from a file that you have</source>
        <translation>Aus einer vorhandenen Datei installieren</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on where the download was stopped</source>
        <translation>Weitermachen, wo der Download anhielt</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>{side} × {side} pixels</source>
        <translation>{side} × {side} Pixel</translation>
    </message>
    <message>
        <source>licence: {name}</source>
        <translation>Lizenz: {name}</translation>
    </message>
    <message>
        <source>Remove {size}?</source>
        <translation>{size} entfernen?</translation>
    </message>
    <message>
        <source>Delete the {size} that have arrived?</source>
        <translation>Die {size}, die angekommen sind, löschen?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Best there is</source>
        <translation>Das beste vorhandene</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation>Apple-GPU (MPS)</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>This machine computes without a GPU: one candidate takes about {small} with the starter, and would take about {large} with the paper&apos;s own model (both estimated).</source>
        <translation>Dieser Rechner rechnet ohne GPU: Ein Kandidat dauert mit dem Starter etwa {small}, mit dem Modell aus dem Artikel etwa {large} (beides geschätzt).</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>Paused at {place}</source>
        <translation>Pause bei {place}</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Nicht installiert</translation>
    </message>
    <message>
        <source>Waits for the download before it</source>
        <translation>Wartet auf den Download davor</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>All here; checking and installing…</source>
        <translation>Alles da; wird geprüft und installiert…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an…</translation>
    </message>
    <message>
        <source>Checking and importing…</source>
        <translation>Wird geprüft und importiert…</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Checking its file…</source>
        <translation>Datei wird geprüft…</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>Wird entfernt…</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>{size} on disk</source>
        <translation>{size} auf der Platte</translation>
    </message>
    <message>
        <source>size not published</source>
        <translation>Größe nicht veröffentlicht</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>{size} herunterzuladen</translation>
    </message>
    <message>
        <source>{size}, and CLIP at first use</source>
        <translation>{size}, dazu CLIP bei der ersten Benutzung</translation>
    </message>
    <message>
        <source>{memory} of memory; the time is told once the engine is ready</source>
        <translation>{memory} Speicher; die Zeit folgt, sobald die Engine bereit ist</translation>
    </message>
    <message>
        <source>It needs {memory} of memory, and this machine has {present} in all</source>
        <translation>Braucht {memory} Speicher, dieser Rechner hat insgesamt {present}</translation>
    </message>
    <message>
        <source>About {time} for one candidate without a GPU (estimated), and {memory} of memory</source>
        <translation>Etwa {time} je Kandidat ohne GPU (geschätzt) und {memory} Speicher</translation>
    </message>
    <message>
        <source>About {time} for one candidate, as measured here; {memory} of memory</source>
        <translation>Etwa {time} je Kandidat, hier gemessen; {memory} Speicher</translation>
    </message>
    <message>
        <source>About {time} for one candidate (estimated), {memory} of memory</source>
        <translation>Etwa {time} je Kandidat (geschätzt), {memory} Speicher</translation>
    </message>
    <message>
        <source>{host} cannot be reached; check the network, or import a file.</source>
        <translation>{host} ist nicht erreichbar; das Netz prüfen oder eine Datei importieren.</translation>
    </message>
    <message>
        <source>{host} does not give the file ({status}); try again later, or import a file.</source>
        <translation>{host} gibt die Datei nicht her ({status}); später noch einmal versuchen oder eine Datei importieren.</translation>
    </message>
    <message>
        <source>Something unexpected happened; try again, or look into the log.</source>
        <translation>Etwas Unerwartetes ist passiert; noch einmal versuchen oder ins Protokoll sehen.</translation>
    </message>
    <message>
        <source>It stopped unexpectedly; what has arrived is kept, so try again.</source>
        <translation>Es brach unerwartet ab; was angekommen ist, bleibt erhalten, also noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Its file is unharmed.</source>
        <translation>Die Datei ist unversehrt.</translation>
    </message>
    <message>
        <source>Its file has changed since it was installed; download or import it again.</source>
        <translation>Die Datei hat sich seit der Installation geändert; neu herunterladen oder importieren.</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Import {model}</source>
        <translation>{model} importieren</translation>
    </message>
    <message>
        <source>Checkpoints (*.pt *.pth *.safetensors);;All files (*)</source>
        <translation>Checkpoints (*.pt *.pth *.safetensors);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>Modes</name>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Turn what is masked into something else</source>
        <translation>Das Maskierte in etwas anderes verwandeln</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Put something new where you masked, whatever was there</source>
        <translation>Etwas Neues an die maskierte Stelle setzen, was auch immer dort war</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take away what is masked; a prompt may say what is behind</source>
        <translation>Das Maskierte entfernen; ein Prompt kann sagen, was dahinter liegt</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Keep what is masked and replace all the rest</source>
        <translation>Das Maskierte behalten und alles andere ersetzen</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>Skizze</translation>
    </message>
    <message>
        <source>Turn a rough scribble into the thing itself</source>
        <translation>Aus einer groben Skizze die Sache selbst machen</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>Erweitern</translation>
    </message>
    <message>
        <source>Make the picture larger and fill what is new; no mask needed</source>
        <translation>Das Bild vergrößern und das Neue füllen; ohne Maske</translation>
    </message>
</context>
<context>
    <name>NewDialog</name>
    <message>
        <source>New Picture</source>
        <translation>Neues Bild</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Erstellen</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation>Transparent</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Colour of the new picture</source>
        <translation>Farbe des neuen Bildes</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Filled with</source>
        <translation>Füllung</translation>
    </message>
    <message>
        <source>{w} × {h}</source>
        <translation>{w} × {h}</translation>
    </message>
    <message>
        <source>Clipboard {w} × {h}</source>
        <translation>Zwischenablage {w} × {h}</translation>
    </message>
</context>
<context>
    <name>NextRun</name>
    <message>
        <source>Region {size} pixels</source>
        <translation>Bereich {size} Pixel</translation>
    </message>
    <message>
        <source>New size {size} pixels</source>
        <translation>Neue Größe {size} Pixel</translation>
    </message>
    <message>
        <source>New size {size} pixels · {parts} parts, {steps} steps</source>
        <translation>Neue Größe {size} Pixel · {parts} Teile, {steps} Schritte</translation>
    </message>
</context>
<context>
    <name>OpenDocuments</name>
    <message>
        <source>Open pictures</source>
        <translation>Geöffnete Bilder</translation>
    </message>
    <message>
        <source>Close {name}</source>
        <translation>{name} schließen</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>New…</source>
        <translation>Neu…</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Layer from File…</source>
        <translation>Ebene aus Datei…</translation>
    </message>
    <message>
        <source>Put a picture file on a layer of its own</source>
        <translation>Eine Bilddatei auf eine eigene Ebene legen</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Pictures ({suffixes})</source>
        <translation>Bilder ({suffixes})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>{name} is {size} pixels, too large for the memory that is free here. Make it smaller, or close other programs.</source>
        <translation>{name} hat {size} Pixel, zu viel für den freien Arbeitsspeicher. Das Bild verkleinern oder andere Programme schließen.</translation>
    </message>
    <message>
        <source>{name} is {size} pixels and will take much of the free memory. Open it?</source>
        <translation>{name} hat {size} Pixel und braucht viel vom freien Arbeitsspeicher. Trotzdem öffnen?</translation>
    </message>
    <message>
        <source>Large picture</source>
        <translation>Großes Bild</translation>
    </message>
    <message>
        <source>Layer from File</source>
        <translation>Ebene aus Datei</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>{name} hinzufügen</translation>
    </message>
</context>
<context>
    <name>OptionsBar</name>
    <message>
        <source>Tool options</source>
        <translation>Werkzeugoptionen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>Härte</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Pen pressure sets the size</source>
        <translation>Stiftdruck steuert die Größe</translation>
    </message>
    <message>
        <source>Pressing a pen harder makes the stroke wider</source>
        <translation>Stärkerer Druck mit dem Stift macht den Strich breiter</translation>
    </message>
    <message>
        <source>New shapes</source>
        <translation>Neue Formen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Plus</translation>
    </message>
    <message>
        <source>Subtract</source>
        <translation>Minus</translation>
    </message>
    <message>
        <source>Intersect</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>Connected only</source>
        <translation>Benachbart</translation>
    </message>
    <message>
        <source>Left edge</source>
        <translation>Linke Kante</translation>
    </message>
    <message>
        <source>Upper edge</source>
        <translation>Obere Kante</translation>
    </message>
    <message>
        <source>W</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>H</source>
        <translation>H</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Turn, clockwise</source>
        <translation>Winkel im Uhrzeigersinn</translation>
    </message>
    <message>
        <source>Keep ratio</source>
        <translation>Proportional</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>Seitenverhältnis</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Apply (Enter)</source>
        <translation>Anwenden (Eingabe)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel (Escape)</source>
        <translation>Abbrechen (Esc)</translation>
    </message>
    <message>
        <source>Any ratio</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Wie im Bild</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Grow…</source>
        <translation>Größer…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>PaintingIn</name>
    <message>
        <source>Bring Back Masked Part</source>
        <translation>Maskierten Teil zurückholen</translation>
    </message>
    <message>
        <source>Show again what is masked of this result, wherever it was erased</source>
        <translation>Wieder zeigen, was von diesem Ergebnis maskiert ist, wo auch immer es wegradiert wurde</translation>
    </message>
    <message>
        <source>Hide All, Then Paint In</source>
        <translation>Alles verbergen, dann einmalen</translation>
    </message>
    <message>
        <source>Hide this result and take the brush that paints it in again</source>
        <translation>Dieses Ergebnis verbergen und den Pinsel nehmen, der es wieder einmalt</translation>
    </message>
    <message>
        <source>Bring back masked part</source>
        <translation>Maskierten Teil zurückholen</translation>
    </message>
    <message>
        <source>Hide all</source>
        <translation>Alles verbergen</translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message>
        <source>Picture Size…</source>
        <translation>Bildgröße…</translation>
    </message>
    <message>
        <source>Scale the whole picture</source>
        <translation>Das ganze Bild skalieren</translation>
    </message>
    <message>
        <source>Canvas Size…</source>
        <translation>Leinwandgröße…</translation>
    </message>
    <message>
        <source>Add room around the picture, or cut it away</source>
        <translation>Platz um das Bild schaffen oder wegschneiden</translation>
    </message>
    <message>
        <source>Rotate Right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Rotate right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Rotate Left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Rotate left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Flip Left to Right</source>
        <translation>Horizontal spiegeln</translation>
    </message>
    <message>
        <source>Flip left to right</source>
        <translation>Horizontal spiegeln</translation>
    </message>
    <message>
        <source>Flip Upside Down</source>
        <translation>Vertikal spiegeln</translation>
    </message>
    <message>
        <source>Flip upside down</source>
        <translation>Vertikal spiegeln</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>Bildgröße</translation>
    </message>
    <message>
        <source>Canvas size</source>
        <translation>Leinwandgröße</translation>
    </message>
</context>
<context>
    <name>PictureCard</name>
    <message>
        <source>Open {name}</source>
        <translation>{name} öffnen</translation>
    </message>
</context>
<context>
    <name>PictureSize</name>
    <message>
        <source>A side can have {most} pixels at most; make it smaller.</source>
        <translation>Eine Seite kann höchstens {most} Pixel haben; einen kleineren Wert wählen.</translation>
    </message>
    <message>
        <source>{size} megapixels are too many; {most} are possible. Make it smaller.</source>
        <translation>{size} Megapixel sind zu viele, möglich sind {most}. Kleinere Werte wählen.</translation>
    </message>
    <message>
        <source>{megapixels} megapixels · {megabytes} MB a layer</source>
        <translation>{megapixels} Megapixel · {megabytes} MB je Ebene</translation>
    </message>
</context>
<context>
    <name>PictureSizeDialog</name>
    <message>
        <source>Picture Size</source>
        <translation>Bildgröße</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalieren</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Now {w} × {h} pixels</source>
        <translation>Jetzt {w} × {h} Pixel</translation>
    </message>
    <message>
        <source>Keep the proportions</source>
        <translation>Seitenverhältnis beibehalten</translation>
    </message>
</context>
<context>
    <name>PlaceRow</name>
    <message>
        <source>Folder of the models</source>
        <translation>Ordner der Modelle</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>{size} frei</translation>
    </message>
    <message>
        <source>{folder} cannot be made: {why}.</source>
        <translation>{folder} kann nicht angelegt werden: {why}.</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>The language changes when Blendbrush is started again.</source>
        <translation>Die Sprache ändert sich beim nächsten Start von Blendbrush.</translation>
    </message>
    <message>
        <source>Reset All</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>ProjectRuns</name>
    <message>
        <source>Keep Candidates in the Project</source>
        <translation>Kandidaten im Projekt behalten</translation>
    </message>
    <message>
        <source>Save finished candidates with the project; other programs ignore them</source>
        <translation>Fertige Kandidaten mit dem Projekt speichern; andere Programme übergehen sie</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>{part} is missing</source>
        <translation>{part} fehlt</translation>
    </message>
    <message>
        <source>{part} is compressed in a way that OpenRaster does not allow</source>
        <translation>{part} ist auf eine Weise komprimiert, die OpenRaster nicht erlaubt</translation>
    </message>
    <message>
        <source>{part} is damaged</source>
        <translation>{part} ist beschädigt</translation>
    </message>
    <message>
        <source>{part} is larger than it can rightly be</source>
        <translation>{part} ist größer, als es sein kann</translation>
    </message>
    <message>
        <source>you may not read it</source>
        <translation>das Leserecht fehlt</translation>
    </message>
    <message>
        <source>it is not an OpenRaster file, or it is damaged</source>
        <translation>sie ist keine OpenRaster-Datei oder beschädigt</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>es gibt keine solche Datei</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>das ist keine Datei</translation>
    </message>
    <message>
        <source>several of its parts have the same name</source>
        <translation>mehrere ihrer Teile heißen gleich</translation>
    </message>
    <message>
        <source>it is not an OpenRaster file</source>
        <translation>sie ist keine OpenRaster-Datei</translation>
    </message>
    <message>
        <source>The picture&apos;s metadata are too large for a project; remove some first.</source>
        <translation>Die Metadaten des Bildes sind zu groß für ein Projekt; zuerst einige entfernen.</translation>
    </message>
    <message>
        <source>The mask and what the layers were made of could not be read.</source>
        <translation>Die Maske und die Herkunft der Ebenen waren nicht lesbar.</translation>
    </message>
    <message>
        <source>What the picture&apos;s file told besides its pixels could not be read.</source>
        <translation>Die Metadaten der Bilddatei waren nicht lesbar.</translation>
    </message>
    <message>
        <source>it is not a PNG picture</source>
        <translation>das ist kein PNG-Bild</translation>
    </message>
    <message>
        <source>its size, {width} × {height}, is impossible</source>
        <translation>die Größe {width} × {height} ist unmöglich</translation>
    </message>
    <message>
        <source>its PNG header is damaged</source>
        <translation>der PNG-Kopf ist beschädigt</translation>
    </message>
    <message>
        <source>it does not fit into the free memory</source>
        <translation>der freie Arbeitsspeicher reicht nicht</translation>
    </message>
    <message>
        <source>its PNG data are damaged</source>
        <translation>die PNG-Daten sind beschädigt</translation>
    </message>
    <message>
        <source>its thumbnail is too large</source>
        <translation>das Vorschaubild ist zu groß</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {why}; choose another file.</source>
        <translation>{path} kann nicht geöffnet werden: {why}; eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>it names no proper place for its picture</source>
        <translation>der Ort des Bildes ist nicht richtig angegeben</translation>
    </message>
    <message>
        <source>it needs {needed} GB of memory and {free} GB are free</source>
        <translation>nötig sind {needed} GB Arbeitsspeicher, frei sind {free} GB</translation>
    </message>
    <message>
        <source>The layer {name} was reduced from 16 bits to 8 bits.</source>
        <translation>Die Ebene {name} wurde von 16 auf 8 Bit reduziert.</translation>
    </message>
    <message>
        <source>its size is another</source>
        <translation>die Größe ist eine andere</translation>
    </message>
    <message>
        <source>What was erased of the layer {name} is lost: {why}.</source>
        <translation>Was von der Ebene {name} wegradiert war, ist verloren: {why}.</translation>
    </message>
    <message>
        <source>none of its layers can be read</source>
        <translation>keine der Ebenen ist lesbar</translation>
    </message>
    <message>
        <source>No layer could be read; this is the picture that they made together.</source>
        <translation>Keine Ebene war lesbar; dies ist das Bild, das sie zusammen ergaben.</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>Vereint</translation>
    </message>
    <message>
        <source>The mask was left out: {why}.</source>
        <translation>Die Maske wurde weggelassen: {why}.</translation>
    </message>
    <message>
        <source>its size is not the picture&apos;s</source>
        <translation>die Größe ist nicht die des Bildes</translation>
    </message>
    <message>
        <source>Parts that other programs put into the file could not be kept.</source>
        <translation>Teile, die andere Programme in die Datei gelegt haben, konnten nicht behalten werden.</translation>
    </message>
    <message>
        <source>The layer {name} was left out: {why}.</source>
        <translation>Die Ebene {name} wurde weggelassen: {why}.</translation>
    </message>
    <message>
        <source>its list of layers is damaged</source>
        <translation>die Liste der Ebenen ist beschädigt</translation>
    </message>
    <message>
        <source>it does not tell how large the picture is</source>
        <translation>die Größe des Bildes fehlt</translation>
    </message>
    <message>
        <source>the size of its picture is impossible</source>
        <translation>die Größe des Bildes ist unmöglich</translation>
    </message>
    <message>
        <source>its groups of layers are nested more than {most} deep</source>
        <translation>die Ebenengruppen sind mehr als {most}-fach verschachtelt</translation>
    </message>
    <message>
        <source>it has more than {most} layers</source>
        <translation>sie hat mehr als {most} Ebenen</translation>
    </message>
    <message>
        <source>Something other than a layer was left out: {tag}.</source>
        <translation>Weggelassen wurde etwas, das keine Ebene ist: {tag}.</translation>
    </message>
    <message>
        <source>Groups of layers were taken apart into single layers.</source>
        <translation>Ebenengruppen wurden in einzelne Ebenen aufgelöst.</translation>
    </message>
    <message>
        <source>The group {name} had a blend mode of its own, which is not kept.</source>
        <translation>Die Gruppe {name} hatte einen eigenen Mischmodus, der nicht erhalten bleibt.</translation>
    </message>
    <message>
        <source>The layer {name} has the unknown blend mode {mode}.</source>
        <translation>Die Ebene {name} hat den unbekannten Mischmodus {mode}.</translation>
    </message>
    <message>
        <source>The layer {name} had details that were left out.</source>
        <translation>Die Ebene {name} hatte Einzelheiten, die weggelassen wurden.</translation>
    </message>
    <message>
        <source>{name} had an impossible place, which was mended.</source>
        <translation>Die unmögliche Position von {name} wurde berichtigt.</translation>
    </message>
    <message>
        <source>{name} had an impossible opacity, which was mended.</source>
        <translation>Die unmögliche Deckkraft von {name} wurde berichtigt.</translation>
    </message>
    <message>
        <source>A project holds {most} layers; merge some of them first.</source>
        <translation>Ein Projekt fasst {most} Ebenen; zuerst einige vereinen.</translation>
    </message>
    <message>
        <source>its mask reaches out of the picture</source>
        <translation>die Maske reicht aus dem Bild hinaus</translation>
    </message>
    <message>
        <source>its mask is damaged</source>
        <translation>die Maske ist beschädigt</translation>
    </message>
    <message>
        <source>A candidate that the project kept is damaged: {why}.</source>
        <translation>Ein Kandidat im Projekt ist beschädigt: {why}.</translation>
    </message>
    <message>
        <source>The candidates that it keeps could not be read.</source>
        <translation>Die Kandidaten darin konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Some candidates that it keeps could not be read: {count}.</source>
        <translation>Einige Kandidaten darin konnten nicht gelesen werden: {count}.</translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Fein</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Grob</translation>
    </message>
    <message>
        <source>{preset} · {steps} steps</source>
        <translation>{preset} · {steps} Schritte</translation>
    </message>
    <message>
        <source>More steps take longer and come out finer</source>
        <translation>Mehr Schritte dauern länger und werden feiner</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>{keys} · about {time}</source>
        <translation>{keys} · etwa {time}</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Generieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What is behind it?</source>
        <translation>Was liegt dahinter?</translation>
    </message>
    <message>
        <source>What comes there? Empty goes on with the picture</source>
        <translation>Was kommt dorthin? Leer setzt das Bild fort</translation>
    </message>
    <message>
        <source>What should be there?</source>
        <translation>Was soll dort sein?</translation>
    </message>
    <message>
        <source>Words are read in pieces; the model reads {limit} of them</source>
        <translation>Wörter werden in Stücken gelesen; das Modell liest {limit} davon</translation>
    </message>
</context>
<context>
    <name>PromptEdit</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>No copy of {name} for recovery can be written to {folder}; save it often.</source>
        <translation>Von {name} kann in {folder} keine Sicherungskopie geschrieben werden; oft speichern.</translation>
    </message>
    <message>
        <source>{name} is open in another window already.</source>
        <translation>{name} ist schon in einem anderen Fenster geöffnet.</translation>
    </message>
    <message>
        <source>Another window is busy with recovery; try again.</source>
        <translation>Ein anderes Fenster stellt gerade wieder her; noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Nothing can be written to {folder}; free or unlock it.</source>
        <translation>In {folder} kann nichts geschrieben werden; Platz schaffen oder entsperren.</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>{n} days ago</source>
        <translation>vor {n} Tagen</translation>
    </message>
    <message>
        <source>1 hour ago</source>
        <translation>vor 1 Stunde</translation>
    </message>
    <message>
        <source>{n} hours ago</source>
        <translation>vor {n} Stunden</translation>
    </message>
    <message>
        <source>1 minute ago</source>
        <translation>vor 1 Minute</translation>
    </message>
    <message>
        <source>{n} minutes ago</source>
        <translation>vor {n} Minuten</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>Recover Pictures</source>
        <translation>Bilder wiederherstellen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Keep them, and ask at the next start</source>
        <translation>Behalten und beim nächsten Start wieder fragen</translation>
    </message>
    <message>
        <source>Recover All</source>
        <translation>Alle wiederherstellen</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Blendbrush ended unexpectedly. These pictures had changes that were not saved.</source>
        <translation>Blendbrush wurde unerwartet beendet. Diese Bilder hatten Änderungen, die nicht gespeichert waren.</translation>
    </message>
</context>
<context>
    <name>RunTelling</name>
    <message>
        <source>{count} more waiting</source>
        <translation>{count} weitere warten</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Lädt das Modell…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>About {mb} MB of memory</source>
        <translation>Etwa {mb} MB Speicher</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
    <message>
        <source>region {size}</source>
        <translation>Ausschnitt {size}</translation>
    </message>
</context>
<context>
    <name>Runner</name>
    <message>
        <source>Cancelled before it began</source>
        <translation>Vor Beginn abgebrochen</translation>
    </message>
</context>
<context>
    <name>Samples</name>
    <message>
        <source>Meadow</source>
        <translation>Wiese</translation>
    </message>
    <message>
        <source>Two dogs</source>
        <translation>Zwei Hunde</translation>
    </message>
    <message>
        <source>Fig in a bowl</source>
        <translation>Feige in einer Schale</translation>
    </message>
    <message>
        <source>Mountain trail</source>
        <translation>Bergpfad</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Zimmer</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save the project with its layers and mask</source>
        <translation>Das Projekt mit Ebenen und Maske speichern</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Export Picture…</source>
        <translation>Bild exportieren…</translation>
    </message>
    <message>
        <source>Write the picture as PNG, JPEG, WebP, TIFF or BMP</source>
        <translation>Das Bild als PNG, JPEG, WebP, TIFF oder BMP schreiben</translation>
    </message>
    <message>
        <source>Export Story…</source>
        <translation>Verlauf exportieren…</translation>
    </message>
    <message>
        <source>Write every edit as a strip of pictures and a recipe that repeats them</source>
        <translation>Alle Bearbeitungen als Bildstreifen schreiben, mit einem Rezept, das sie wiederholt</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>OpenRaster project (*.ora)</source>
        <translation>OpenRaster-Projekt (*.ora)</translation>
    </message>
    <message>
        <source>Candidates that the project has no room for: {count}. It keeps {size} MB of them, those with a star first.</source>
        <translation>Kandidaten, für die im Projekt kein Platz ist: {count}. Es behält {size} MB davon, die mit Stern zuerst.</translation>
    </message>
    <message>
        <source>The picture is in {path}.</source>
        <translation>Das Bild liegt in {path}.</translation>
    </message>
    <message>
        <source>{title} story</source>
        <translation>{title} Verlauf</translation>
    </message>
    <message>
        <source>Export Story</source>
        <translation>Verlauf exportieren</translation>
    </message>
    <message>
        <source>The story is in {folder}.</source>
        <translation>Der Verlauf liegt in {folder}.</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Save the changes to {name}?</source>
        <translation>Änderungen an {name} speichern?</translation>
    </message>
    <message>
        <source>Without saving, they are lost.</source>
        <translation>Ohne Speichern gehen sie verloren.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Settings cannot be read from {path}: {why}.</source>
        <translation>Die Einstellungen können nicht aus {path} gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>Settings cannot be saved to {folder}; changes last until you quit.</source>
        <translation>Die Einstellungen können nicht in {folder} gespeichert werden; Änderungen gelten bis zum Beenden.</translation>
    </message>
    <message>
        <source>Settings with values that they cannot have were reset: {titles}.</source>
        <translation>Einstellungen mit unmöglichen Werten wurden zurückgesetzt: {titles}.</translation>
    </message>
    <message>
        <source>The settings were damaged and start anew; the old file is {path}.</source>
        <translation>Die Einstellungen waren beschädigt und beginnen neu; die alte Datei ist {path}.</translation>
    </message>
    <message>
        <source>The settings in {path} are damaged and were not used.</source>
        <translation>Die Einstellungen in {path} sind beschädigt und wurden nicht verwendet.</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Colours of the window.</source>
        <translation>Farben des Fensters.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Language of the window, from the next start on.</source>
        <translation>Sprache des Fensters, ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Memory for undo</source>
        <translation>Speicher für Rückgängig</translation>
    </message>
    <message>
        <source>Older steps are dropped above this; 20 steps are always kept.</source>
        <translation>Darüber entfallen ältere Schritte; 20 Schritte bleiben immer erhalten.</translation>
    </message>
    <message>
        <source>Save for recovery every</source>
        <translation>Sichern alle</translation>
    </message>
    <message>
        <source>How much work a crash can cost at most.</source>
        <translation>Wie viel Arbeit ein Absturz höchstens kosten kann.</translation>
    </message>
    <message>
        <source>Mask colour</source>
        <translation>Maskenfarbe</translation>
    </message>
    <message>
        <source>Colour that the mask is shown in.</source>
        <translation>Farbe, in der die Maske erscheint.</translation>
    </message>
    <message>
        <source>Mask opacity</source>
        <translation>Deckkraft der Maske</translation>
    </message>
    <message>
        <source>How much of the picture the mask&apos;s colour hides.</source>
        <translation>Wie stark die Maskenfarbe das Bild verdeckt.</translation>
    </message>
    <message>
        <source>Mask style</source>
        <translation>Maskendarstellung</translation>
    </message>
    <message>
        <source>How the mask is shown over the picture.</source>
        <translation>Wie die Maske über dem Bild erscheint.</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>Tönung</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search for a command or a key</source>
        <translation>Befehl oder Taste suchen</translation>
    </message>
    <message>
        <source>Commands and keys</source>
        <translation>Befehle und Tasten</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Leave this command without keys</source>
        <translation>Diesem Befehl keine Tasten geben</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Take It</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Reset All</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Back to {keys}</source>
        <translation>Zurück auf {keys}</translation>
    </message>
    <message>
        <source>{keys} belongs to {command}.</source>
        <translation>{keys} gehört zu „{command}“.</translation>
    </message>
</context>
<context>
    <name>SideField</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
</context>
<context>
    <name>SizeDialog</name>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Open a photo or a project (Ctrl+O)</source>
        <translation>Ein Foto oder ein Projekt öffnen (Strg+O)</translation>
    </message>
    <message>
        <source>New…</source>
        <translation>Neu…</translation>
    </message>
    <message>
        <source>Begin an empty picture (Ctrl+N)</source>
        <translation>Ein leeres Bild beginnen (Strg+N)</translation>
    </message>
    <message>
        <source>Edit a part of a photo by saying what should be there</source>
        <translation>Einen Teil eines Fotos ändern, indem man sagt, was dort sein soll</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Malen,</translation>
    </message>
    <message>
        <source>where it may change</source>
        <translation>wo sich etwas ändern darf</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Schreiben,</translation>
    </message>
    <message>
        <source>what should be there</source>
        <translation>was dort sein soll</translation>
    </message>
    <message>
        <source>Pick</source>
        <translation>Wählen,</translation>
    </message>
    <message>
        <source>the one you like best</source>
        <translation>was am besten gefällt</translation>
    </message>
    <message>
        <source>or drop a picture into this window</source>
        <translation>oder ein Bild in dieses Fenster ziehen</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Switch between the whole picture and actual size</source>
        <translation>Zwischen ganzem Bild und Originalgröße wechseln</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Nothing masked yet</source>
        <translation>Noch nichts maskiert</translation>
    </message>
    <message>
        <source>Mask {share} %</source>
        <translation>Maske {share} %</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>Arbeitet…</translation>
    </message>
</context>
<context>
    <name>Stopping</name>
    <message>
        <source>A run goes on</source>
        <translation>Ein Lauf ist im Gange</translation>
    </message>
    <message>
        <source>Stop the run and close?</source>
        <translation>Den Lauf anhalten und schließen?</translation>
    </message>
    <message>
        <source>Finished candidates are kept.</source>
        <translation>Fertige Kandidaten bleiben erhalten.</translation>
    </message>
    <message>
        <source>Stop and Close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Keep Running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
</context>
<context>
    <name>Story</name>
    <message>
        <source>Nothing was done to this picture yet; apply a candidate first.</source>
        <translation>Mit diesem Bild ist noch nichts geschehen; zuerst einen Kandidaten anwenden.</translation>
    </message>
    <message>
        <source>“{name}” is in it as a picture, not as a run: {why}.</source>
        <translation>„{name}“ ist als Bild enthalten, nicht als Lauf: {why}.</translation>
    </message>
    <message>
        <source>The story could not be written to {folder} ({why}); choose another place.</source>
        <translation>Die Geschichte konnte nicht in {folder} geschrieben werden ({why}); einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>{folder} cannot be used ({why}); choose another place.</source>
        <translation>{folder} ist nicht brauchbar ({why}); einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>{folder} is not empty; choose a new folder.</source>
        <translation>{folder} ist nicht leer; einen neuen Ordner wählen.</translation>
    </message>
    <message>
        <source>it was changed since it was made</source>
        <translation>seit der Entstehung verändert</translation>
    </message>
    <message>
        <source>what is visible below it is not what it was made from</source>
        <translation>was darunter sichtbar ist, ist nicht die damalige Vorlage</translation>
    </message>
    <message>
        <source>its recipe is not complete</source>
        <translation>das Rezept ist unvollständig</translation>
    </message>
</context>
<context>
    <name>ToolActions</name>
    <message>
        <source>Mask Brush</source>
        <translation>Maskenpinsel</translation>
    </message>
    <message>
        <source>Paint where it may change</source>
        <translation>Malen, wo sich etwas ändern darf</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Erase mask or colour</source>
        <translation>Maske oder Farbe wegradieren</translation>
    </message>
    <message>
        <source>Rectangle Mask</source>
        <translation>Rechteckmaske</translation>
    </message>
    <message>
        <source>Ellipse Mask</source>
        <translation>Ellipsenmaske</translation>
    </message>
    <message>
        <source>Lasso Mask</source>
        <translation>Lassomaske</translation>
    </message>
    <message>
        <source>Mask a freehand shape</source>
        <translation>Eine freie Form maskieren</translation>
    </message>
    <message>
        <source>Polygon Mask</source>
        <translation>Polygonmaske</translation>
    </message>
    <message>
        <source>Magic Wand</source>
        <translation>Zauberstab</translation>
    </message>
    <message>
        <source>Mask similar colours</source>
        <translation>Ähnliche Farben maskieren</translation>
    </message>
    <message>
        <source>Paint Brush</source>
        <translation>Malpinsel</translation>
    </message>
    <message>
        <source>Scribble in colour on a layer of its own</source>
        <translation>Mit Farbe auf eigener Ebene skizzieren</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Fill an area of similar colour</source>
        <translation>Eine Fläche ähnlicher Farbe füllen</translation>
    </message>
    <message>
        <source>Eyedropper</source>
        <translation>Pipette</translation>
    </message>
    <message>
        <source>Take a colour</source>
        <translation>Eine Farbe aufnehmen</translation>
    </message>
    <message>
        <source>Reveal Brush</source>
        <translation>Einmalpinsel</translation>
    </message>
    <message>
        <source>Paint in what was erased of a result</source>
        <translation>Einmalen, was von einem Ergebnis wegradiert wurde</translation>
    </message>
    <message>
        <source>Move Layer</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Transform Layer</source>
        <translation>Transformieren</translation>
    </message>
    <message>
        <source>Scale, rotate and flip the layer</source>
        <translation>Die Ebene skalieren, drehen und spiegeln</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Zuschneiden</translation>
    </message>
    <message>
        <source>Cut the picture, or add room around it</source>
        <translation>Das Bild beschneiden oder Platz darum schaffen</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>Erweitern</translation>
    </message>
    <message>
        <source>Make the picture larger, and let what is new be filled</source>
        <translation>Das Bild vergrößern und das Neue füllen lassen</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Hand</translation>
    </message>
    <message>
        <source>Move the view; or hold Space</source>
        <translation>Die Ansicht verschieben; oder Leertaste halten</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom in; with Alt, zoom out</source>
        <translation>Vergrößern; mit Alt verkleinern</translation>
    </message>
    <message>
        <source>Switch Mask and Picture</source>
        <translation>Zwischen Maske und Bild wechseln</translation>
    </message>
    <message>
        <source>Larger Brush</source>
        <translation>Pinsel größer</translation>
    </message>
    <message>
        <source>Smaller Brush</source>
        <translation>Pinsel kleiner</translation>
    </message>
    <message>
        <source>Harder Brush</source>
        <translation>Pinsel härter</translation>
    </message>
    <message>
        <source>Softer Brush</source>
        <translation>Pinsel weicher</translation>
    </message>
    <message>
        <source>Swap Colours</source>
        <translation>Farben tauschen</translation>
    </message>
    <message>
        <source>Black and White</source>
        <translation>Schwarz und Weiß</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Paint mask</source>
        <translation>Maske malen</translation>
    </message>
    <message>
        <source>Erase mask</source>
        <translation>Maske radieren</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Radieren</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>Skizze</translation>
    </message>
    <message>
        <source>There is no layer to erase. Add one first.</source>
        <translation>Es gibt keine Ebene zum Radieren. Zuerst eine anlegen.</translation>
    </message>
    <message>
        <source>This layer is locked. Unlock it in the Layers panel, or choose another.</source>
        <translation>Diese Ebene ist gesperrt. Unter „Ebenen“ entsperren oder eine andere wählen.</translation>
    </message>
    <message>
        <source>This layer is hidden. Show it in the Layers panel, or choose another.</source>
        <translation>Diese Ebene ist ausgeblendet. Unter „Ebenen“ einblenden oder eine andere wählen.</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Zuschneiden</translation>
    </message>
    <message>
        <source>Fill mask</source>
        <translation>Maske füllen</translation>
    </message>
    <message>
        <source>Only the mask is filled. Click inside it, or clear it.</source>
        <translation>Nur die Maske wird gefüllt. In sie hinein klicken oder sie leeren.</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Lasso mask</source>
        <translation>Lassomaske</translation>
    </message>
    <message>
        <source>There is no layer here that can be moved.</source>
        <translation>Hier ist keine Ebene, die sich verschieben lässt.</translation>
    </message>
    <message>
        <source>Move layer</source>
        <translation>Ebene verschieben</translation>
    </message>
    <message>
        <source>There is no layer to move; add one first.</source>
        <translation>Es gibt keine Ebene zum Verschieben; zuerst eine anlegen.</translation>
    </message>
    <message>
        <source>This layer is locked; unlock it to move it.</source>
        <translation>Diese Ebene ist gesperrt; zum Verschieben entsperren.</translation>
    </message>
    <message>
        <source>This layer is hidden; show it to move it.</source>
        <translation>Diese Ebene ist ausgeblendet; zum Verschieben einblenden.</translation>
    </message>
    <message>
        <source>Polygon mask</source>
        <translation>Polygonmaske</translation>
    </message>
    <message>
        <source>A polygon needs three corners. Click on.</source>
        <translation>Ein Polygon braucht drei Ecken. Weiterklicken.</translation>
    </message>
    <message>
        <source>Rectangle mask</source>
        <translation>Rechteckmaske</translation>
    </message>
    <message>
        <source>Ellipse mask</source>
        <translation>Ellipsenmaske</translation>
    </message>
    <message>
        <source>Transform layer</source>
        <translation>Ebene transformieren</translation>
    </message>
    <message>
        <source>There is no layer to transform; add one first.</source>
        <translation>Es gibt keine Ebene zum Transformieren; zuerst eine anlegen.</translation>
    </message>
    <message>
        <source>This layer is locked; unlock it to transform it.</source>
        <translation>Diese Ebene ist gesperrt; zum Transformieren entsperren.</translation>
    </message>
    <message>
        <source>This layer is hidden; show it to transform it.</source>
        <translation>Diese Ebene ist ausgeblendet; zum Transformieren einblenden.</translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation>Zauberstab</translation>
    </message>
    <message>
        <source>There is nothing to bring back here. Choose the layer of a result.</source>
        <translation>Hier gibt es nichts zurückzuholen. Die Ebene eines Ergebnisses wählen.</translation>
    </message>
</context>
<context>
    <name>ViewActions</name>
    <message>
        <source>Zoom In</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Fit in Window</source>
        <translation>Ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>Turn View Left</source>
        <translation>Ansicht nach links drehen</translation>
    </message>
    <message>
        <source>Turn View Right</source>
        <translation>Ansicht nach rechts drehen</translation>
    </message>
    <message>
        <source>Turn View Upright</source>
        <translation>Ansicht aufrecht stellen</translation>
    </message>
    <message>
        <source>Show Mask</source>
        <translation>Maske anzeigen</translation>
    </message>
    <message>
        <source>Marching Outline</source>
        <translation>Laufender Umriss</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>Vollbild</translation>
    </message>
</context>
<context>
    <name>Whereabouts</name>
    <message>
        <source>The picture of this candidate is closed. Open {name} and try again.</source>
        <translation>Das Bild dieses Kandidaten ist geschlossen. {name} öffnen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>This candidate was made for a picture of {width} × {height} pixels, and its size has changed since. Undo that, or generate again.</source>
        <translation>Dieser Kandidat gehört zu einem Bild von {width} × {height} Pixeln, dessen Größe sich geändert hat. Das rückgängig machen oder neu generieren.</translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>The engine stopped and is being restarted; finished candidates are kept.</source>
        <translation>Die Engine ist ausgefallen und wird neu gestartet; fertige Kandidaten bleiben erhalten.</translation>
    </message>
    <message>
        <source>Something unexpected happened; finished candidates are kept. Try again, or report the details.</source>
        <translation>Etwas Unerwartetes ist passiert; fertige Kandidaten bleiben erhalten. Noch einmal versuchen oder die Details melden.</translation>
    </message>
    <message>
        <source>The engine broke off; finished candidates are kept.</source>
        <translation>Die Engine hat abgebrochen; fertige Kandidaten bleiben erhalten.</translation>
    </message>
    <message>
        <source>Stopped: {done} of {all} finished</source>
        <translation>Angehalten: {done} von {all} fertig</translation>
    </message>
    <message>
        <source>A finished candidate could not be kept for later; save it soon.</source>
        <translation>Ein fertiger Kandidat konnte nicht aufbewahrt werden; bald speichern.</translation>
    </message>
</context>
<context>
    <name>_Grid</name>
    <message>
        <source>Clip-art</source>
        <translation>Clip-Art</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Delete for Good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>{when}, never saved</source>
        <translation>{when}, nie gespeichert</translation>
    </message>
    <message>
        <source>{when}, in {folder}</source>
        <translation>{when}, in {folder}</translation>
    </message>
</context>
</TS>
