namespace NotebookKit.Data;

/// <summary>How strong each frequency of a sound is at each time: the short-time Fourier transform, squared.</summary>
/// <remarks>
/// The signal is cut into windows that overlap, each is faded in and out by Hann's window, 0.5 - 0.5 cos(2 pi n / N), and
/// transformed. Frame m begins at sample m * hop; no sample is made up at the ends. Lecture S4 (audio).
/// </remarks>
/// <param name="Power">[frequencies, frames]: |X|^2, the lowest frequency first.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Window">Samples of a window.</param>
/// <param name="Hop">Samples from a window to the next.</param>
[Display.TypeFormatterSource(typeof(Display.SpectrogramFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Spectrogram(Tensor Power, int SampleRate, int Window, int Hop)
{
    /// <summary>The frequency of a row in Hz.</summary>
    public double FrequencyOf(int row) => (double)row * SampleRate / Window;

    /// <summary>The spectrogram of a sound; gradients flow through.</summary>
    /// <param name="signal">[samples] of floats.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="window">Samples of a window.</param>
    /// <param name="hop">Samples from a window to the next; a quarter of the window when null.</param>
    /// <exception cref="ArgumentException">The signal is shorter than a window.</exception>
    public static Spectrogram Of(Tensor signal, int sampleRate = 8000, int window = 256, int? hop = null)
    {
        int step = hop ?? Math.Max(1, window / 4);
        ComplexTensor transform = Stft(signal, window, step);
        return new Spectrogram((transform.Real.Square() + transform.Imaginary.Square()).Transpose(), sampleRate, window, step);
    }

    /// <summary>The short-time Fourier transform, [frames, window / 2 + 1].</summary>
    /// <param name="signal">[samples] of floats.</param>
    /// <param name="window">Samples of a window.</param>
    /// <param name="hop">Samples from a window to the next.</param>
    public static ComplexTensor Stft(Tensor signal, int window = 256, int hop = 64)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (signal.Rank != 1 || !signal.DType.IsFloat() || window < 2 || hop < 1 || signal.Count < window)
        {
            throw new ArgumentException($"Spectrogram: takes a signal [samples] of floats, at least as long as its window of 2 samples or more, and a hop from 1 on; got {signal.Shape} of {signal.DType}, window {window}, hop {hop}.", nameof(signal));
        }

        int frames = ((signal.Count - window) / hop) + 1;
        long[] places = [.. Enumerable.Range(0, frames).SelectMany(frame => Enumerable.Range(0, window).Select(n => ((long)frame * hop) + n))];
        return (signal.IndexSelect(0, Tensor.From(places)).Reshape(frames, window) * Hann(window).To(signal.DType)).RealFft();
    }

    /// <summary>Hann's window, 0.5 - 0.5 cos(2 pi n / N) for n from 0 to N - 1, of Float64.</summary>
    public static Tensor Hann(int length) => Tensor.From([.. Enumerable.Range(0, length).Select(n => 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / length)))]);

    /// <summary>The power in decibels, 10 log10(power), no lower than some below the strongest.</summary>
    /// <param name="range">Decibels from the strongest to the lowest that is kept.</param>
    public Tensor Decibels(double range = 80)
    {
        double strongest = Power.Count == 0 ? 1 : Math.Max(Power.Detach().Max().Item(), 1e-30);
        return Power.Clamp(strongest * Math.Pow(10, -range / 10), double.MaxValue).Log() * (10 / Math.Log(10));
    }

    /// <summary>The natural logarithm of the power in bands as wide as an ear hears them, [bands, frames].</summary>
    /// <param name="bands">How many.</param>
    /// <param name="floor">Added before the logarithm.</param>
    public Tensor LogMel(int bands = 40, double floor = 1e-10) => (MelBands(bands).To(Power.DType).MatMul(Power) + floor).Log();

    /// <summary>Triangles over the frequencies, evenly spaced on the mel scale 2595 log10(1 + f / 700): [bands, frequencies] of Float64.</summary>
    /// <remarks>Stevens, Volkmann and Newman 1937; each triangle rises to 1 and overlaps half of its neighbours.</remarks>
    /// <param name="bands">How many.</param>
    public Tensor MelBands(int bands)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bands);
        static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
        static double Hertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
        double top = Mel(SampleRate / 2.0);
        double[] corners = [.. Enumerable.Range(0, bands + 2).Select(i => Hertz(top * i / (bands + 1)))];
        int rows = Power.Shape[0];
        double[] triangles = new double[bands * rows];
        for (int i = 0; i < triangles.Length; i++)
        {
            double f = FrequencyOf(i % rows);
            (double low, double middle, double high) = (corners[i / rows], corners[(i / rows) + 1], corners[(i / rows) + 2]);
            triangles[i] = Math.Max(0, Math.Min((f - low) / (middle - low), (high - f) / (high - middle)));
        }

        return Tensor.From(triangles, [bands, rows]);
    }

    /// <summary>The sizes in a line.</summary>
    public override string ToString() => $"a spectrogram of {Power.Shape[1]:N0} frames and {Power.Shape[0]:N0} frequencies up to {SampleRate / 2.0:N0} Hz";
}
