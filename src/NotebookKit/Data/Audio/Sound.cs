using System.Buffers.Binary;
using System.Text;

namespace NotebookKit.Data;

/// <summary>A sound to listen to: numbers between -1 and 1, so many a second.</summary>
[Display.TypeFormatterSource(typeof(Display.SoundFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Sound
{
    /// <summary>Makes a sound.</summary>
    /// <param name="samples">[samples] of floats; what lies outside -1 to 1 is cut off when it is played.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <exception cref="ArgumentException">The samples are no row of finite floats, or the rate is not a usual one.</exception>
    public Sound(Tensor samples, int sampleRate = 8000)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Rank != 1 || !samples.DType.IsFloat() || sampleRate is < 1000 or > 192_000)
        {
            throw new ArgumentException($"Sound: takes floats [samples] at 1,000 to 192,000 a second, and got {samples.Shape} {samples.DType} at {sampleRate}.", nameof(samples));
        }

        if (samples.ToArray<float>().Any(sample => !float.IsFinite(sample)))
        {
            throw new ArgumentException("Sound: a sample is not a finite number.", nameof(samples));
        }

        (Samples, SampleRate) = (samples, sampleRate);
    }

    /// <summary>[samples].</summary>
    public Tensor Samples { get; }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>How long it is.</summary>
    public double Seconds => (double)Samples.Count / SampleRate;

    /// <summary>A file of it in the WAV format, one channel of 16-bit whole numbers.</summary>
    public byte[] ToWav()
    {
        const int Head = 44;
        float[] samples = Samples.ToArray<float>();
        byte[] file = new byte[Head + (2 * samples.Length)];
        Span<byte> bytes = file;
        Encoding.ASCII.GetBytes("RIFF", bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], file.Length - 8);
        Encoding.ASCII.GetBytes("WAVEfmt ", bytes[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[28..], 2 * SampleRate);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[34..], 16);
        Encoding.ASCII.GetBytes("data", bytes[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[40..], 2 * samples.Length);
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(Head + (2 * i))..], (short)Math.Round(short.MaxValue * Math.Clamp(samples[i], -1, 1)));
        }

        return file;
    }

    /// <summary>Its length, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"a sound of {Seconds:F1} s at {SampleRate:N0} samples a second");
}
