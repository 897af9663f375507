using NotebookKit.Layers;
using NotebookKit.Learners;
using NotebookKit.Models;

namespace NotebookKit.Autoencoders;

/// <summary>A deep belief network: restricted Boltzmann machines on top of each other, each trained on what the one below says, without labels.</summary>
/// <remarks>Its weights are a start for a deep sigmoid network (<see cref="ToNetwork"/>). Hinton, Osindero and Teh 2006; lectures S1, S4.</remarks>
public sealed class DeepBelief
{
    /// <summary>Makes the machines, untrained.</summary>
    /// <param name="sizes">Bits from the visible layer up, two at least.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">There are fewer than two sizes.</exception>
    public DeepBelief(IReadOnlyList<int> sizes, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Count < 2)
        {
            throw new ArgumentException($"DeepBelief: takes the sizes from the visible layer up, two at least, and got {sizes.Count}.", nameof(sizes));
        }

        Machines = [.. Enumerable.Range(1, sizes.Count - 1).Select(i => new RestrictedBoltzmannMachine(sizes[i - 1], sizes[i], rng: rng))];
    }

    /// <summary>The machines, the visible one first.</summary>
    public IReadOnlyList<RestrictedBoltzmannMachine> Machines { get; }

    /// <summary>Trains one machine after the other by contrastive divergence.</summary>
    /// <param name="visible">[N, bits] from 0 to 1.</param>
    /// <param name="epochs">Epochs of each.</param>
    /// <param name="learningRate">The rate.</param>
    /// <param name="batchSize">Examples an update.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    /// <returns>The reconstruction errors of every machine, epoch by epoch.</returns>
    public IReadOnlyList<IReadOnlyList<double>> Train(Tensor visible, int epochs = 10, double learningRate = 0.1, int batchSize = 20, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(visible);
        List<IReadOnlyList<double>> errors = [];
        Tensor signals = visible.Detach();
        foreach (RestrictedBoltzmannMachine machine in Machines)
        {
            errors.Add(machine.Train(signals, epochs, learningRate, 1, batchSize, rng));
            signals = machine.HiddenChances(signals);
        }

        return errors;
    }

    /// <summary>The machines as the hidden layers of a sigmoid network, with a new output layer on top: to be trained further with labels.</summary>
    /// <param name="outputs">Numbers of the output.</param>
    /// <param name="rng">Where the output layer's weights come from; the session's generator when null.</param>
    public Sequential ToNetwork(int outputs, Rng? rng = null)
    {
        List<Module> layers = [];
        foreach (RestrictedBoltzmannMachine machine in Machines)
        {
            Linear layer = new(machine.Visible, machine.Hidden, rng: rng);
            layer.Weight.Set(machine.Weights.Transpose().To(DType.Float32));
            layer.Bias!.Set(machine.HiddenBias.To(DType.Float32));
            layers.AddRange([layer, Activation.Sigmoid()]);
        }

        return new Sequential([.. layers, new Linear(Machines[^1].Hidden, outputs, rng: rng)]);
    }

    /// <summary>The sizes, in a line.</summary>
    public override string ToString() => $"deep belief network of {Machines[0].Visible}{string.Concat(Machines.Select(machine => $"-{machine.Hidden}"))} bits";
}
