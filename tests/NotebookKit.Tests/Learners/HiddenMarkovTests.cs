using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

public class HiddenMarkovTests
{
    private static readonly double[] Start = [0.6, 0.3, 0.1];
    private static readonly double[,] Transitions = { { 0.7, 0.2, 0.1 }, { 0.3, 0.5, 0.2 }, { 0.25, 0.25, 0.5 } };
    private static readonly double[,] Emissions = { { 0.9, 0.1 }, { 0.4, 0.6 }, { 0.05, 0.95 } };

    [Fact]
    [Trait("System", "SSL-HMM")]
    public void Forward_and_Viterbi_equal_the_sum_and_the_best_of_all_paths()
    {
        HiddenMarkovModel model = new(Start, Transitions, Emissions);
        foreach (int[] signs in new int[][] { [0], [1, 1, 0], [0, 1, 1, 0, 1, 0] })
        {
            double sum = 0;
            (double P, int[] Path) best = (0, []);
            for (int code = 0; code < Math.Pow(3, signs.Length); code++)
            {
                int[] path = [.. Enumerable.Range(0, signs.Length).Select(t => code / (int)Math.Pow(3, t) % 3)];
                double p = Start[path[0]] * Emissions[path[0], signs[0]];
                for (int t = 1; t < path.Length; t++)
                {
                    p *= Transitions[path[t - 1], path[t]] * Emissions[path[t], signs[t]];
                }

                sum += p;
                best = p > best.P ? (p, path) : best;
            }

            Assert.Equal(Math.Log(sum), model.LogLikelihood(signs), 1e-12);
            (IReadOnlyList<int> found, double score) = model.MostLikelyPath(signs);
            Assert.Equal(best.Path, found);
            Assert.Equal(Math.Log(best.P), score, 1e-12);
        }

        Assert.Equal(0, model.LogLikelihood());
        Assert.Empty(model.MostLikelyPath().Path);
    }

    [Fact]
    public void Long_sequences_do_not_underflow_and_samples_follow_the_chances()
    {
        HiddenMarkovModel model = new(Start, Transitions, Emissions);
        (int[] states, int[] signs) = model.Sample(8000, new Rng(1));
        Assert.True(double.IsFinite(model.LogLikelihood(signs)));
        (IReadOnlyList<int> path, double score) = model.MostLikelyPath(signs);
        Assert.True(score < model.LogLikelihood(signs));
        Assert.True(path.Zip(states).Average(pair => pair.First == pair.Second ? 1.0 : 0) > 0.5);
        Assert.Equal(0.7, states.Zip(states.Skip(1)).Where(pair => pair.First == 0).Average(pair => pair.Second == 0 ? 1.0 : 0), 0.03);
        Assert.Equal(states, model.Sample(8000, new Rng(1)).States);
    }

    [Fact]
    public void A_misuse_is_named()
    {
        Assert.StartsWith("HiddenMarkovModel", Assert.ThrowsAny<ArgumentException>(() => new HiddenMarkovModel([0.5, 0.4], Transitions, Emissions)).Message, StringComparison.Ordinal);
        Assert.Contains("start", Assert.ThrowsAny<ArgumentException>(() => new HiddenMarkovModel([0.6, 0.6, -0.2], Transitions, Emissions)).Message, StringComparison.Ordinal);
        Assert.StartsWith("HiddenMarkovModel", Assert.ThrowsAny<ArgumentException>(() => new HiddenMarkovModel(Start, Transitions, Emissions).LogLikelihood(2)).Message, StringComparison.Ordinal);
    }
}
