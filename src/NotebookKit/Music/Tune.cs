using NotebookKit.Charts;
using NotebookKit.Data;

namespace NotebookKit.Music;

/// <summary>Notes that belong together: to look at as a piano roll, and to listen to.</summary>
/// <remarks>Lecture S0 (music generation) reads letters as notes: their codes are MIDI's numbers. Folk tunes are written in ABC (<see cref="ParseAbc"/>).</remarks>
[Display.TypeFormatterSource(typeof(Display.TuneFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Tune
{
    /// <summary>Makes a tune.</summary>
    /// <param name="title">What it is called.</param>
    /// <param name="notes">Its notes, in any order.</param>
    /// <param name="beatsPerMinute">Quarter notes a minute.</param>
    /// <exception cref="ArgumentException">A note has no length, begins before the tune, or is no pitch of MIDI.</exception>
    public Tune(string title, IReadOnlyList<Note> notes, double beatsPerMinute = 120)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(notes);
        if (beatsPerMinute is not (> 0 and <= 1000))
        {
            throw new ArgumentOutOfRangeException(nameof(beatsPerMinute), beatsPerMinute, "Tune: 1 to 1000 quarter notes a minute.");
        }

        foreach ((int i, Note note) in notes.Index())
        {
            if (!(note.Length > 0 && note.Start >= 0 && double.IsFinite(note.Start + note.Length) && note.Pitch is >= 0 and <= 127))
            {
                throw new ArgumentException($"Tune: note {i + 1} begins at {note.Start} for {note.Length} at pitch {note.Pitch}; notes begin at 0 or later, have a length above 0 and a pitch from 0 to 127.", nameof(notes));
            }
        }

        (Title, Notes, BeatsPerMinute) = (title, [.. notes.OrderBy(note => note.Start)], beatsPerMinute);
    }

    /// <summary>What it is called.</summary>
    public string Title { get; }

    /// <summary>Its notes in the order of their beginnings.</summary>
    public IReadOnlyList<Note> Notes { get; }

    /// <summary>Quarter notes a minute.</summary>
    public double BeatsPerMinute { get; }

    /// <summary>Signs that a forgiving reader left out; see <see cref="ParseAbc"/>.</summary>
    public int Skipped { get; init; }

    /// <summary>How long it is, in quarter notes.</summary>
    public double Length => Notes.Select(note => note.Start + note.Length).DefaultIfEmpty(0).Max();

    /// <summary>How long it is, in seconds.</summary>
    public double Seconds => Length * 60 / BeatsPerMinute;

    /// <summary>Letters as notes, by their codes: 'Y' is 89, an F; "Yaeh" together is D flat major with its third in the bass.</summary>
    /// <param name="text">Letters with codes up to 127.</param>
    /// <param name="together">Whether they sound at once, as a chord, or one after the other.</param>
    /// <param name="length">Quarter notes of each.</param>
    public static Tune OfLetters(string text, bool together = false, double length = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, [.. text.Select((letter, i) => new Note(together ? 0 : i * length, length, letter))]);
    }

    /// <summary>Reads a tune in ABC notation: its head (title, metre, unit, key, tempo) and its melody, with repeats played out.</summary>
    /// <remarks>
    /// Read are notes with accidentals, octaves and lengths, chords in brackets, rests, dotted pairs (&gt; and &lt;), triplets and their kin, bars, repeats with
    /// first and second endings, and changes of metre, unit and key. Names of accompanying chords, grace notes, slurs and decorations are passed over.
    /// The standard: abcnotation.com, version 2.1.
    /// </remarks>
    /// <param name="abc">One tune.</param>
    /// <param name="forgiving">Whether what cannot be read is left out and counted (<see cref="Skipped"/>), as is wise for what a network has written.</param>
    /// <exception cref="FormatException">Something cannot be read; the message names line and column.</exception>
    public static Tune ParseAbc(string abc, bool forgiving = false)
    {
        ArgumentNullException.ThrowIfNull(abc);
        return new AbcReader(abc, forgiving).Read();
    }

    /// <summary>The sound of it: each note a few overtones that fade.</summary>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="longest">Seconds at most; the rest is cut off.</param>
    public Sound ToSound(int sampleRate = 8000, double longest = 30)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1000);
        const double Attack = 0.01, Fade = 0.5, Release = 0.05;
        double beat = 60 / BeatsPerMinute;
        float[] samples = new float[(int)Math.Ceiling(Math.Min(Seconds + Release, longest) * sampleRate)];
        foreach (Note note in Notes)
        {
            int first = (int)(note.Start * beat * sampleRate), count = (int)(((note.Length * beat) + Release) * sampleRate);
            double end = note.Length * beat;
            for (int i = 0; i < count && first + i < samples.Length; i++)
            {
                double t = (double)i / sampleRate, loud = Math.Min(1, t / Attack) * Math.Exp(-t / Fade) * Math.Clamp(1 - ((t - end) / Release), 0, 1);
                for (int overtone = 1; overtone <= 4 && overtone * note.Frequency < sampleRate / 2.0; overtone++)
                {
                    samples[first + i] += (float)(loud * Math.Sin(2 * Math.PI * overtone * note.Frequency * t) / (overtone * overtone));
                }
            }
        }

        float most = samples.Length == 0 ? 0 : samples.Max(Math.Abs);
        return new Sound(Tensor.From(most > 0 ? Array.ConvertAll(samples, sample => 0.8f * sample / most) : samples), sampleRate);
    }

    /// <summary>A piano roll: time to the right, pitch upwards, a line for each note.</summary>
    /// <param name="names">Whether each note's letter stands beside it.</param>
    public Figure PianoRoll(bool names = false)
    {
        double[] times = [.. Notes.SelectMany(note => new[] { note.Start, note.Start + (0.92 * note.Length), double.NaN })];
        double[] pitches = [.. Notes.SelectMany(note => new[] { note.Pitch, note.Pitch, double.NaN })];
        List<Series> series = [new LineSeries(times, pitches) { Dots = false }];
        if (names)
        {
            series.Add(new NoteSeries((double[])[.. Notes.Select(note => note.Start)], (double[])[.. Notes.Select(note => (double)note.Pitch)], [.. Notes.Select(note => note.Name)]) { Ring = false });
        }

        return new Figure(new Plot(series) { X = new() { Label = "time (quarter notes)" }, Y = new() { Label = "pitch (half tones, 60 = C4)" } }) { Title = Title };
    }

    /// <summary>Its title and size, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Title}: {Notes.Count:N0} notes, {Seconds:F1} s{(Skipped > 0 ? $", {Skipped} signs left out" : "")}");
}
