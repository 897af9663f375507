namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S0: sequences, recurrent networks, convolution and pooling.</summary>
internal static class S0
{
    public static LectureQuiz Quiz { get; } = new("S0", "sequences and convolution",
    [
        new("sequence-data", ["CRS-S0Q", "SEQ-WHY"], SequenceData),
        new("bptt-issues", ["CRS-S0Q", "SEQ-VANISH"], Issues),
        new("shrinking", ["CRS-S0Q", "SEQ-VANISH"], Shrinking),
        new("l2-pool", ["POOL-L2"], L2Pool),
        new("correlation", ["CONV-XCORR"], Correlation),
        new("next-letter", ["CRS-S0EX", "SEQ-CHARLM"], NextLetter),
    ]);

    // The lecture's question "Examples?"; any of these is one.
    private static TextItem SequenceData(Draw draw) => new TextItem(
        "The lecture asks for examples of sequence data, where the order of the parts carries meaning. Name one (one or two words).",
        [
            "text", "speech", "music", "audio", "sound", "video", "language", "sentences", "sentence", "time series", "stock prices", "stock price", "weather", "temperature", "dna", "protein", "proteins",
            "handwriting", "ecg", "sensor data", "words", "letters", "films", "film", "movies", "movie", "gene", "genes", "songs", "song", "melody", "melodies", "click stream", "clicks", "motion", "trajectory",
        ])
    { Explanation = "Any data whose parts depend on those before: text, speech, music, video, measurements over time, DNA." };

    private static TextItem Issues(Draw draw) => new TextItem(
        "The lecture asks about potential issues of backpropagation through time. What happens to the gradient when, at each of many steps, it is multiplied by a factor below 1? Name the problem (two words).",
        ["vanishing gradient", "vanishing gradients", "vanishing gradient problem", "the gradient vanishes", "gradient vanishes", "gradient vanishing", "it vanishes"])
    { Explanation = "The product of many factors below 1 goes to 0: the vanishing gradient; with factors above 1 it explodes." };

    private static NumberItem Shrinking(Draw draw)
    {
        var (w, steps) = (draw.Decimal(0.4, 1.6, 0.1), draw.Whole(4, 9));
        var slope = Compute.Slope(h => Enumerable.Range(0, steps).Aggregate(h, (state, _) => state * w), 1)[0];
        return NumberItem.To(3, $"A recurrent network without activation keeps its state by h(t) = w h(t-1) with w = {Show.Number(w)}. What is dh({steps})/dh(0)?", slope) with
        {
            Explanation = $"By the chain rule w to the power {steps}: it {(slope < 1 ? "shrinks" : slope > 1 ? "grows" : "stays")} with every step.",
        };
    }

    private static NumberItem L2Pool(Draw draw)
    {
        var window = draw.Table(2, 2, 0, 9);
        return NumberItem.To(2, $"L2 pooling takes the root of the sum of squares. What does it give for this window?{Show.Table(window)}", Compute.Picture(window).L2Pool2d(2).Item());
    }

    private static NumberItem Correlation(Draw draw)
    {
        var (image, kernel) = (draw.Table(3, 3, -2, 4), draw.Table(2, 2, -2, 2));
        var value = Compute.Of(image).Correlate(Compute.Of(kernel), ConvolutionMode.Valid).ToArray2D<double>()[0, 0];
        return NumberItem.Exact($"A convolution layer lays the kernel on the image without flipping it (a correlation). Image:{Show.Table(image)}Kernel:{Show.Table(kernel)}What is the first (upper left) result?", value);
    }

    private static ChoiceItem NextLetter(Draw draw)
    {
        var (up, down) = (draw.Whole(2, 4), draw.Whole(1, 3));
        var letters = Enumerable.Range(0, up + down).Select(i => i < up ? 'a' : 'b').ToArray();
        var text = string.Concat(Enumerable.Repeat(new string(letters), 4));
        var shown = text[..((3 * letters.Length) + draw.Whole(0, letters.Length - 1))];
        var model = new Sequences.NGram(text + text, Sequences.Vocabulary.Of("ab"), letters.Length + 1);
        var right = model.Probability(shown.AsSpan(shown.Length - letters.Length), 'a') > 0.5 ? "a" : "b";
        return ChoiceItem.InOrder($"What could come next? `{shown}`", right == "a" ? 0 : 1, "a", "b") with { Explanation = $"A model that counts what followed the last {letters.Length} letters says {right}." };
    }
}
