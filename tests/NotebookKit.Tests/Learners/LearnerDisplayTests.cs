using NotebookKit.Display;
using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

/// <summary>How the learners' results look in a notebook.</summary>
public class LearnerDisplayTests
{
    [Fact]
    public void Every_result_has_a_page_and_plain_words()
    {
        Rng rng = new(71);
        PerceptronTrace trace = new Perceptron { Bias = false, Start = new ThresholdUnit([1, -0.8]) }.Train(RandomPoints.Lecture);
        Expect(Forms(new PerceptronTraceFormatterSource(), trace), "3 corrections in 2 passes", "(2, 1.2)", "subtract", "do nothing");
        Expect(Forms(new ThresholdNetFormatterSource(), ThresholdNet.Xor1()), "fires where -x1 + x2 - 0.5 &gt;= 0", "z1", "out");
        Expect(Forms(new KMeansResultFormatterSource(), new KMeans { Clusters = 2, Rng = rng }.Fit(Tensor.Normal([30, 2], rng: rng))), "2 clusters", "inertia");
        Expect(Forms(new SomMapFormatterSource(), new SelfOrganizingMap { Rows = 3, Columns = 4, Epochs = 3, Rng = rng }.Fit(Tensor.Normal([40, 2], rng: rng))), "map of 3 x 4 units");
        Tensor pattern = (2 * Tensor.Bernoulli([25], rng: rng, dtype: DType.Float64)) - 1;
        Expect(Forms(new HopfieldTraceFormatterSource(), new Hopfield(pattern.Reshape(1, 25)).Recall(pattern * Tensor.From([.. Enumerable.Range(0, 25).Select(i => i < 4 ? -1.0 : 1)]))), "4 flips", "at rest");
    }

    private static (string Page, string Words) Forms<T>(FormatterSource<T> source, T value)
        where T : notnull
    {
        string[] written = [.. source.CreateTypeFormatters().Cast<MimeFormatter<T>>().Select(form =>
        {
            using StringWriter writer = new();
            Assert.True(form.Format(value, writer));
            return writer.ToString();
        })];
        return (written[0], written[1]);
    }

    private static void Expect((string Page, string Words) forms, params string[] texts)
    {
        Assert.All(texts, text => Assert.Contains(text, forms.Page));
        Assert.Contains(texts[0].Replace("&gt;", ">"), forms.Words);
        Assert.DoesNotContain("<script", forms.Page);
    }
}
