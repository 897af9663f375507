using System.Buffers.Binary;
using NotebookKit.Data;
using NotebookKit.Music;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Music;

/// <summary>Notes from letters and from ABC, and how they sound.</summary>
public class TuneTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("System", "SEQ-MUSIC")]
    [Trait("Golden", "G-MUSIC")]
    public void Yaeh_is_D_flat_major_with_its_third_in_the_bass()
    {
        Tune chord = Tune.OfLetters("Yaeh", together: true);
        Assert.Equal([89, 97, 101, 104], chord.Notes.Select(note => note.Pitch).Order());
        Assert.Equal(["F6", "C#7", "F7", "G#7"], chord.Notes.OrderBy(note => note.Pitch).Select(note => note.Name));
        Assert.Equal(1, chord.Length);
        Assert.Equal(4, Tune.OfLetters("Yaeh").Length);
        Assert.Equal(440, new Note(0, 1, 69).Frequency, 9);
        Assert.Equal("C4", Note.NameOf(60));
    }

    [Theory]
    [InlineData("CDEFGABc", "60 62 64 65 67 69 71 72")]
    [InlineData("C,, c' ^F _B =B", "36 84 66 70 71")]
    [InlineData("^FF|F", "66 66 65")]
    [InlineData("K:D\nFCG|^G=F", "66 61 67 68 65")]
    [InlineData("K:Bb\nBEA", "70 63 69")]
    [InlineData("K:F#m\nFGACD", "66 68 69 61 62")]
    [InlineData("K:E Dor\nFGC", "66 67 61")]
    [InlineData("K:C\nF[K:G]F", "65 66")]
    [InlineData("\"Am\"A {g}B !trill!c (de) f-|f % the end", "69 71 72 74 76 77 77")]
    [InlineData("|:CD:|EF", "60 62 60 62 64 65")]
    [InlineData("CD|1E:|2F|G", "60 62 64 60 62 65 67")]
    [InlineData("|:C[1D:|[2E||:F:|", "60 62 60 64 65 65")]
    [InlineData("|:C::D:|", "60 60 62 62")]
    [InlineData("[CEG]", "60 64 67")]
    public void Pitches_are_read(string abc, string pitches) =>
        Assert.Equal(pitches, string.Join(' ', Tune.ParseAbc(abc).Notes.Select(note => note.Pitch)));

    [Theory]
    [InlineData("L:1/4\nC2D/E3/2F//", "2 0.5 1.5 0.25")]
    [InlineData("M:4/4\nC", "0.5")]
    [InlineData("M:2/4\nC", "0.25")]
    [InlineData("L:1/4\nC>DE<F", "1.5 0.5 0.5 1.5")]
    [InlineData("L:1/4\nC>>D", "1.75 0.25")]
    [InlineData("L:1/4\n(3CDEF", "0.667 0.667 0.667 1")]
    [InlineData("L:1/4\n(3:2:2CDE", "0.667 0.667 1")]
    [InlineData("L:1/4\n(2CDE", "1.5 1.5 1")]
    [InlineData("L:1/4\n[C2 E2]2[C/E/]", "4 4 0.5 0.5")]
    [InlineData("L:1/4\nC[L:1/8]C", "1 0.5")]
    public void Lengths_are_read(string abc, string lengths) =>
        Assert.Equal(lengths, string.Join(' ', Tune.ParseAbc(abc).Notes.Select(note => FormattableString.Invariant($"{note.Length:0.###}"))));

    [Fact]
    public void A_head_a_rest_and_a_tempo_are_read()
    {
        Tune tune = Tune.ParseAbc("X:1\nT:A reel\nM:4/4\nL:1/4\nQ:1/4=90\nK:G\nC z C2|\\\nG");
        Assert.Equal(("A reel", 90.0), (tune.Title, tune.BeatsPerMinute));
        Assert.Equal([0.0, 2, 4], tune.Notes.Select(note => note.Start));
        Assert.Equal(5 * 60 / 90.0, tune.Seconds, 9);
        Assert.Equal("A reel: 3 notes, 3.3 s", $"{tune}");
    }

    [Theory]
    [InlineData("K:C\nCD?E", "line 2, column 3: '?' cannot be read here")]
    [InlineData("L:one\nC", "line 1, column 1: expected a fraction such as 3/4, found \"one\"")]
    [InlineData("Q:fast\nC", "expected a tempo")]
    [InlineData("K:H\nC", "expected a key")]
    [InlineData("K:G#\nC", "more than seven signs")]
    [InlineData(">C", "'>' cannot be read here")]
    [InlineData("[CE", "cannot be read")]
    [InlineData("z", "no notes")]
    public void What_cannot_be_read_is_named_with_its_place(string abc, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Tune.ParseAbc(abc)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_forgiving_reader_takes_anything()
    {
        Assert.Equal(3, Tune.ParseAbc("C?D;E", forgiving: true).Notes.Count);
        Assert.Equal(2, Tune.ParseAbc("C?D;E", forgiving: true).Skipped);
        Rng dice = new(3);
        const string Signs = "ABCdefg[](|:12/>^_=,'\"zKLMQ:\n%{}! 38\\-&\u00e9\0";
        for (int trial = 0; trial < 3000; trial++)
        {
            string text = new([.. Enumerable.Range(0, dice.Next(60)).Select(_ => Signs[dice.Next(Signs.Length)])]);
            Assert.InRange(Tune.ParseAbc(text, forgiving: true).Notes.Count, 0, 4000);
            try
            {
                _ = Tune.ParseAbc(text);
            }
            catch (FormatException error)
            {
                Assert.StartsWith("ABC", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void All_tunes_of_Nottingham_are_read_where_they_are_at_hand()
    {
        if (DataFinder.Default().FindLocally(DatasetTable.Nottingham) is null)
        {
            output.WriteLine("The tunes are not here; NOTEBOOKKIT_DATA brings them.");
            return;
        }

        string[] tunes = [.. Datasets.Nottingham().Text.ReplaceLineEndings("\n").Split("\nX:").Skip(1)];
        List<string> errors = [];
        foreach (string tune in tunes)
        {
            try
            {
                Assert.InRange(Tune.ParseAbc("X:" + tune).Notes.Count, 8, 2000);
            }
            catch (FormatException error)
            {
                errors.Add($"{tune.Split('\n')[1]}: {error.Message}");
            }
        }

        output.WriteLine(string.Join('\n', errors.Take(30)));
        Assert.True(errors.Count <= tunes.Length / 100, $"{errors.Count} of {tunes.Length} cannot be read");
    }

    [Fact]
    public void A_sound_is_a_file_that_players_know_and_sounds_as_high_as_it_should()
    {
        Sound sound = new Tune("a", [new(0, 2, 69)]).ToSound();
        Assert.Equal(1.05, sound.Seconds, 2);
        Assert.Equal(0.8, sound.Samples.Abs().Max().Item(), 4);
        Spectrogram spectrogram = Spectrogram.Of(sound.Samples, 8000, 1024);
        double[] power = [.. spectrogram.Power.Mean(1).To(DType.Float64).ToArray<double>()];
        Assert.InRange(spectrogram.FrequencyOf(Array.IndexOf(power, power.Max())), 432, 448);
        byte[] file = sound.ToWav();
        Assert.Equal("RIFF", System.Text.Encoding.ASCII.GetString(file[..4]));
        Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
        Assert.Equal(8000, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24)));
        Assert.Equal(file.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(40)));
        Assert.Equal([0, 32767, -32767, 32767], new short[] { 0, 1, 2, 3 }.Select(i => BinaryPrimitives.ReadInt16LittleEndian(new Sound(Tensor.From([0f, 1, -1, 7])).ToWav().AsSpan(44 + (2 * i)))));
        Assert.Equal(0, new Tune("nothing", []).ToSound(1000).Samples.Max().Item());
        Assert.Throws<ArgumentException>(() => new Sound(Tensor.From([0f, float.NaN])));
        Assert.Throws<ArgumentException>(() => new Sound(Tensor.Zeros([2, 2])));
        Assert.Throws<ArgumentException>(() => new Tune("x", [new(0, 0, 60)]));
        Assert.Throws<ArgumentException>(() => new Tune("x", [new(0, 1, 128)]));
    }

    [Fact]
    public void A_roll_shows_every_note()
    {
        string svg = Tune.ParseAbc("CEG").PianoRoll(names: true).ToSvg();
        Assert.Contains("C4", svg, StringComparison.Ordinal);
        Assert.Contains("G4", svg, StringComparison.Ordinal);
    }
}
