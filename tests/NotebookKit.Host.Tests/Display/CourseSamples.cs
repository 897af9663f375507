using NotebookKit.Bayes;
using NotebookKit.Charts;
using NotebookKit.Checks;
using NotebookKit.Data;
using NotebookKit.Decomposition;
using NotebookKit.Detection;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Learners;
using NotebookKit.Losses;
using NotebookKit.Music;
using NotebookKit.Optimizers;
using NotebookKit.Regularization;
using NotebookKit.Schedules;
using NotebookKit.Segmentation;
using NotebookKit.Sparse;
using NotebookKit.Training;

namespace NotebookKit.Host.Tests.Display;

/// <summary>One of each result of the lectures' methods that has a look of its own.</summary>
internal static class CourseSamples
{
    private const string Hostile = Samples.Hostile;

    public static IEnumerable<(string, object)> All() => [.. Learners(), .. Methods(), .. Judged(), .. Checked()];

    private static IEnumerable<(string, object)> Learners()
    {
        Rng rng = new(11);
        Tensor cloud = Tensor.Normal([60, 2], 0, 1, rng, DType.Float64);
        yield return ("a perceptron's trace", new Perceptron { Start = new ThresholdUnit([1, -0.8]) }.Train(BooleanFunction.Or.Table()));
        yield return ("a threshold network", ThresholdNet.Xor1());
        yield return ("clusters", new KMeans { Clusters = 3, Rng = rng }.Fit(cloud));
        yield return ("a self-organising map", new SelfOrganizingMap { Rows = 4, Columns = 5, Rng = rng }.Fit(cloud));
        Tensor stored = Tensor.From([.. Enumerable.Range(0, 2 * 25).Select(i => i < 25 ? (i % 2 == 0 ? 1.0 : -1) : (i % 5 < 2 ? 1.0 : -1))], [2, 25]);
        double[] noisy = stored[0].ToArray<double>();
        (noisy[3], noisy[7], noisy[12]) = (-noisy[3], -noisy[7], -noisy[12]);
        yield return ("a Hopfield recall", new Hopfield(stored).Recall(Tensor.From(noisy), rng));
        yield return ("connections", Topology.ErdosRenyi(40, 30, 3, rng));
        yield return ("a spectrogram", Spectrogram.Of(Signals.Chord([500, 1250])));
        yield return ("a sound", new Sound(Signals.Chord([500, 1250], 0.2)));
        yield return ("a tune", new Tune(Hostile, [new(0, 1, 60), new(1, 0.5, 64)]));
        yield return ("an animation", Chart.Animate(Enumerable.Range(1, 4), k => Chart.Function(x => Math.Sin(k * x), 0, 6, $"{k} {Hostile}"), "waves"));
    }

    private static IEnumerable<(string, object)> Methods()
    {
        Rng rng = new(12);
        yield return ("a way down", new Newton { MaxSteps = 20, Definite = true }.Minimize(TestFunctions.Rosenbrock));
        Linear line = new(1, 1, rng: rng, dtype: DType.Float64);
        Tensor x = Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(12, 1);
        Tensor z = (x * 2 + Tensor.Normal([12, 1], 0, 0.3, rng, DType.Float64)).Detach();
        Sgd sgd = new(line.Parameters());
        yield return ("a range of rates", RateRangeTest.Run(sgd, () =>
        {
            sgd.ZeroGrad();
            Tensor loss = Loss.MeanSquaredError(line.Forward(x), z);
            loss.Backward();
            sgd.Step();
            return loss.Item();
        }, 1e-4, 10, 40));
        Parameter w = new(Tensor.From([3.0]));
        yield return ("a graph with values", ValueGraph.Of(() => (w * 2).Square(), [(Hostile, w)]));
        yield return ("architectures", new ArchitectureSearchResult([new([], 0.31), new([8], 0.12), new([16, 8], 0.14)]));
        yield return ("a pruning", new PruningTrace([new(3, Hostile, 0.01, 0.1, 0.115, 0), new(0, "0.weight[0, 0]", 0.05, 0.115, 0.2, 1e-3)], 17));
        yield return ("two prunings", new PruningCurve(40, [0.1, 0.09, 0.1, 0.4], [0.1, 0.2, 0.5, 0.9]));
        yield return ("folds", new CrossValidationResult([0.91, 0.88, 0.93, 0.9, 0.95]));
        Linear net = new(1, 1, rng: new Rng(1), dtype: DType.Float64);
        BayesianRegression regression = new(net, x, z);
        Relevance relevance = regression.Adapt(5, 10);
        yield return ("relevance", relevance);
        yield return ("error bars", regression.Predict(x));
    }

    private static IEnumerable<(string, object)> Judged()
    {
        Rng rng = new(13);
        double[] scores = [.. Enumerable.Range(0, 80).Select(i => (i % 2) + (2 * rng.NextDouble()))];
        Tensor labels = Tensor.From([.. Enumerable.Range(0, 80).Select(i => (long)(i % 2))]);
        yield return ("a ROC curve", RocCurve.Of(Tensor.From(scores), labels));
        yield return ("precision and recall", PrecisionRecallCurve.Of(Tensor.From(scores), labels));
        yield return ("a report of classes", new ConfusionMatrix([0, 1, 1, 2, 0, 2], [0, 1, 2, 2, 0, 1], ["cat", Hostile, "bird"]).Report());
        yield return ("detections", DetectionScores.Voc([new(0, 0, 0.9, 0, 0, 10, 10), new(0, 1, 0.8, 20, 20, 30, 30)], [new(0, 0, 1, 1, 10, 10), new(0, 1, 0, 0, 5, 5)]));
        yield return ("pictures with objects", DetectionSets.Shapes(3, rng: new Rng(1)));
        yield return ("regions of a picture", new GraphSegmentation().Segment(DetectionSets.Shapes(1, rng: new Rng(1)).Image(0)));
        yield return ("a report", new NotebookKit.Display.ReportTable(Hostile, ["row", "ms"], [[Hostile, "1.5"], ["two", "3"]]) { Bars = [0.5, 1], Notes = [Hostile] });
        yield return ("scores of a segmentation", SegmentationScores.OfMasks(Tensor.From([[true, false], [true, true]]), Tensor.From([[true, true], [false, true]])));
        Tensor rows = Tensor.Normal([40, 5], rng: new Rng(6), dtype: DType.Float64);
        yield return ("principal components", new Pca().Fit(rows));
        yield return ("a map of points", new TSne { Perplexity = 8, Steps = 20 }.Fit(rows));
    }

    private static IEnumerable<(string, object)> Checked()
    {
        CheckResult passed = new("and", "The unit that says AND", CheckStatus.Passed, 2, 2, "Everything it asks for holds.", [], TimeSpan.FromMilliseconds(3)) { Held = 12, Hints = 2 };
        CheckResult failed = new("xor", Hostile, CheckStatus.Failed, 0, 3, $"Expected 1 and got 0 on {Hostile}.", ["at Xor, line 3"], TimeSpan.FromMilliseconds(5))
        {
            Held = 2,
            Hints = 3,
            Picture = Chart.Scatter([0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0], ["0", "1"], "what came"),
        };
        CheckResult open = new("or", "OR", CheckStatus.NotDone, 0, 1, "Or is not written yet.", [], TimeSpan.Zero);
        yield return ("a check that passed", passed);
        yield return ("a check that failed", failed);
        yield return ("an exercise that is not done", open);
        yield return ("all checks", new CheckOverview([new("and", "AND", 2, CheckStatus.Passed), new("xor", Hostile, 3, CheckStatus.Failed), new("or", "OR", 1, CheckStatus.NotDone), new("not", "NOT", 1, null)]));
    }
}
