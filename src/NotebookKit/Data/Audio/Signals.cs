namespace NotebookKit.Data;

/// <summary>Sounds made of formulas, to look at and to learn from without a recording.</summary>
/// <remarks>[samples] of Float32 between -1 and 1.</remarks>
public static class Signals
{
    /// <summary>Tones sounding together, each as loud as the others.</summary>
    /// <param name="frequencies">The tones in Hz.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="sampleRate">Samples a second.</param>
    public static Tensor Chord(IReadOnlyList<double> frequencies, double seconds = 1, int sampleRate = 8000)
    {
        ArgumentNullException.ThrowIfNull(frequencies);
        float[] samples = new float[Length(nameof(Chord), seconds, sampleRate)];
        for (int i = 0; i < samples.Length; i++)
        {
            double sum = frequencies.Sum(frequency => Math.Sin(2 * Math.PI * frequency * i / sampleRate));
            samples[i] = (float)(sum / Math.Max(1, frequencies.Count));
        }

        return Tensor.From(samples);
    }

    /// <summary>A tone that glides evenly from one frequency to another.</summary>
    /// <param name="from">Hz at the start.</param>
    /// <param name="to">Hz at the end.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="sampleRate">Samples a second.</param>
    public static Tensor Chirp(double from, double to, double seconds = 1, int sampleRate = 8000)
    {
        float[] samples = new float[Length(nameof(Chirp), seconds, sampleRate)];
        for (int i = 0; i < samples.Length; i++)
        {
            double t = (double)i / sampleRate;
            samples[i] = (float)Math.Sin(2 * Math.PI * ((from * t) + ((to - from) * t * t / (2 * seconds))));
        }

        return Tensor.From(samples);
    }

    private static int Length(string signal, double seconds, int sampleRate) => seconds > 0 && sampleRate > 0 && seconds * sampleRate < int.MaxValue / 2
        ? (int)Math.Round(seconds * sampleRate)
        : throw new ArgumentException($"{signal}: takes a time and a sample rate above 0, and not {seconds} s at {sampleRate} Hz.");
}
