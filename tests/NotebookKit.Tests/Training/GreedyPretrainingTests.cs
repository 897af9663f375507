using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Learners;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Training;

public class GreedyPretrainingTests
{
    private static readonly (Tensor X, Tensor Labels) Digits = Rows();

    private static readonly string[] Names = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    [Fact]
    [Trait("System", "INIT-PRETRAIN")]
    public void A_deep_sigmoid_net_reaches_its_target_in_fewer_epochs_from_pretrained_weights()
    {
        for (int seed = 0; seed < 3; seed++)
        {
            (Mlp random, Mlp pretrained) = (Deep(seed), Deep(seed));
            IReadOnlyList<History> stages = new GreedyPretraining { Epochs = 20, Rng = new Rng(seed) }.Fit(Hidden(pretrained), Digits.X);
            Assert.Equal(4, stages.Count);
            (int slow, int quick) = (EpochsTo(0.9, random, seed), EpochsTo(0.9, pretrained, seed));
            Assert.True(quick <= slow / 2, $"seed {seed}: {quick} epochs to 90 % from pretrained weights, {slow} from random ones");
        }
    }

    [Fact]
    [Trait("System", "UNS-GREEDY")]
    public void Each_stage_learns_to_rebuild_its_inputs_and_few_labels_go_further_afterwards()
    {
        Dataset few = new("few", Digits.X[..100], Digits.Labels[..100], Names);
        Dataset rest = new("rest", Digits.X[1000..], Digits.Labels[1000..], Names);
        for (int seed = 0; seed < 3; seed++)
        {
            (Mlp random, Mlp pretrained) = (Deep(seed), Deep(seed));
            foreach (History stage in new GreedyPretraining { Epochs = 10, Rng = new Rng(seed) }.Fit(Hidden(pretrained), Digits.X))
            {
                Assert.True(stage.Epochs[^1].TrainLoss < stage.Epochs[0].TrainLoss / 2, $"from {stage.Epochs[0].TrainLoss} to {stage.Epochs[^1].TrainLoss}");
            }

            double[] accuracies = [.. new[] { random, pretrained }.Select(net => Trained(net, few, 40, seed).Evaluate(rest).Accuracy)];
            Assert.True(accuracies[1] >= accuracies[0], $"seed {seed}: {accuracies[1]:P1} after pretraining, {accuracies[0]:P1} without");
        }
    }

    [Fact]
    public void Only_the_hidden_layers_learn_and_the_same_seed_gives_the_same_weights()
    {
        Mlp before = Deep(1), first = Deep(1), second = Deep(1);
        _ = new GreedyPretraining { Epochs = 1, Rng = new Rng(1) }.Fit(Hidden(first), Digits.X[..200]);
        _ = new GreedyPretraining { Epochs = 1, Rng = new Rng(1) }.Fit(Hidden(second), Digits.X[..200]);
        Assert.Equal(before.Layers[^1].Weight.ToArray<float>(), first.Layers[^1].Weight.ToArray<float>());
        for (int l = 0; l < first.Depth; l++)
        {
            Assert.NotEqual(before.Layers[l].Weight.ToArray<float>(), first.Layers[l].Weight.ToArray<float>());
            Assert.Equal(second.Layers[l].Weight.ToArray<float>(), first.Layers[l].Weight.ToArray<float>());
        }
    }

    [Fact]
    public void What_cannot_be_pretrained_is_refused_by_name()
    {
        GreedyPretraining greedy = new();
        Assert.Contains("no hidden layer", Assert.Throws<ArgumentException>(() => greedy.Fit([], Digits.X)).Message);
        Assert.Contains("[5, 1, 63]", Assert.Throws<ArgumentException>(() => greedy.Fit(Hidden(Deep(0)), Tensor.Zeros([5, 1, 63]))).Message);
        Assert.Contains("63", Assert.Throws<ArgumentException>(() => greedy.Fit(Hidden(Deep(0)), Tensor.Zeros([5, 63]))).Message);
        Assert.Contains("at least one example", Assert.Throws<ArgumentException>(() => greedy.Fit(Hidden(Deep(0)), Tensor.Zeros([0, 64]))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GreedyPretraining { Rate = 0 });
    }

    private static Mlp Deep(int seed) => new([64, 50, 50, 50, 50, 10], u => u.Sigmoid(), rng: new Rng(seed));

    private static IEnumerable<Module> Hidden(Mlp net) => net.Layers.SkipLast(1);

    private static Trainer Trained(Mlp net, Dataset data, int epochs, int seed)
    {
        Trainer trainer = new(net, new Adam(net.Parameters()) { LearningRate = 0.003 }) { Show = false };
        _ = trainer.Fit(data, epochs: epochs, batchSize: 64, rng: new Rng(seed));
        return trainer;
    }

    // The first epoch with that share of the training set right; 31 when 30 were not enough.
    private static int EpochsTo(double accuracy, Mlp net, int seed)
    {
        Dataset all = new("digits", Digits.X, Digits.Labels, Names);
        Trainer trainer = new(net, new Sgd(net.Parameters()) { LearningRate = 0.1, Momentum = 0.9 }) { Show = false };
        History history = trainer.Fit(all, epochs: 30, batchSize: 64, rng: new Rng(seed));
        return history.Epochs.FirstOrDefault(epoch => epoch.TrainAccuracy >= accuracy)?.Epoch ?? 31;
    }

    private static (Tensor X, Tensor Labels) Rows()
    {
        Dataset digits = Datasets.Digits();
        return (digits.Inputs.Reshape(-1, 64).To(DType.Float32) / 16f, digits.Labels);
    }
}
