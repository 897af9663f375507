namespace NotebookKit.Music;

/// <summary>A note: when, how long, how high.</summary>
/// <param name="Start">When it begins, in quarter notes from the beginning.</param>
/// <param name="Length">How long it sounds, in quarter notes.</param>
/// <param name="Pitch">How high, in half tones as MIDI counts them: 60 is the C in the middle of a piano, 69 the A of 440 Hz.</param>
public readonly record struct Note(double Start, double Length, int Pitch)
{
    private static readonly string[] Names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

    /// <summary>Vibrations a second: 440 x 2^((pitch - 69) / 12).</summary>
    public double Frequency => 440 * Math.Pow(2, (Pitch - 69) / 12.0);

    /// <summary>Its letter with its octave, such as C4 for 60.</summary>
    public string Name => NameOf(Pitch);

    /// <summary>The letter with the octave of a pitch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">MIDI has no such pitch: they go from 0 to 127.</exception>
    public static string NameOf(int pitch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pitch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pitch, 127);
        return $"{Names[pitch % 12]}{(pitch / 12) - 1}";
    }

    /// <summary>Its letter, and when it sounds.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} from {Start:0.###} for {Length:0.###}");
}
