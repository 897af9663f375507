using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The loop of all optimisers: each weight, its gradient and what is remembered for it are read and written once a step.</summary>
internal static unsafe class Updates
{
    // Numbers that one thread moves at a time: long enough for the memory to see where it is going.
    private const int PartSize = 64 * 1024;

    /// <summary>Moves every weight by a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">What is remembered for each weight; empty when nothing is.</param>
    /// <param name="second">A second such number; empty when there is none.</param>
    /// <param name="third">A third such number; empty when there is none.</param>
    public static void Run<TRule, T>(TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, Span<T> first, Span<T> second, Span<T> third)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* w = weights, g = gradients, a = first, b = second, c = third)
        {
            int parts = (int)(((long)weights.Length + PartSize - 1) / PartSize);
            Wide.Run<Job<TRule, T>, T>(parts, new Job<TRule, T>(rule, w, g, a, b, c, weights.Length));
        }
    }

    private readonly struct Job<TRule, T>(TRule rule, T* w, T* g, T* a, T* b, T* c, int count) : IWideBody<T>
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int start = part * PartSize;
            int end = Math.Min(count, start + PartSize);
            int width = TVector.Count;
            int i = (a is not null, b is not null, c is not null) switch
            {
                (false, false, false) => Whole<TVector, None>(start, end),
                (true, false, false) => Whole<TVector, One>(start, end),
                (true, true, false) => Whole<TVector, Two>(start, end),
                (true, false, true) => Whole<TVector, Outer>(start, end),
                (true, true, true) => Whole<TVector, Three>(start, end),
                _ => throw new InvalidOperationException("Updates: what is remembered first must be there where more is."),
            };

            // What does not fill a vector is moved as one all the same, aside, so that its bits do not depend on its place.
            if (i < end)
            {
                int left = end - i;
                T* room = stackalloc T[5 * width];
                new Span<T>(room, 5 * width).Clear();
                Copy(w + i, room, left);
                Copy(g + i, room + width, left);
                Copy(a is null ? room : a + i, room + (2 * width), a is null ? 0 : left);
                Copy(b is null ? room : b + i, room + (3 * width), b is null ? 0 : left);
                Copy(c is null ? room : c + i, room + (4 * width), c is null ? 0 : left);
                TVector first = TVector.Load(room + (2 * width));
                TVector second = TVector.Load(room + (3 * width));
                TVector third = TVector.Load(room + (4 * width));
                TVector.Store(rule.Step(TVector.Load(room), TVector.Load(room + width), ref first, ref second, ref third), room);
                TVector.Store(first, room + (2 * width));
                TVector.Store(second, room + (3 * width));
                TVector.Store(third, room + (4 * width));
                Copy(room, w + i, left);
                Copy(room + (2 * width), a + i, a is null ? 0 : left);
                Copy(room + (3 * width), b + i, b is null ? 0 : left);
                Copy(room + (4 * width), c + i, c is null ? 0 : left);
            }
        }

        // The numbers that fill vectors; how much is remembered is known to the compiler, so that what is not there costs nothing.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Whole<TVector, TMemory>(int start, int end)
            where TVector : struct, ISimd<TVector, T>
            where TMemory : struct, IMemory
        {
            TRule own = rule;
            T* weight = w, gradient = g, one = a, two = b, three = c;
            int i = start;
            for (int last = end - TVector.Count; i <= last; i += TVector.Count)
            {
                TVector first = TMemory.First ? TVector.Load(one + i) : TVector.Zero;
                TVector second = TMemory.Second ? TVector.Load(two + i) : TVector.Zero;
                TVector third = TMemory.Third ? TVector.Load(three + i) : TVector.Zero;
                TVector.Store(own.Step(TVector.Load(weight + i), TVector.Load(gradient + i), ref first, ref second, ref third), weight + i);
                if (TMemory.First)
                {
                    TVector.Store(first, one + i);
                }

                if (TMemory.Second)
                {
                    TVector.Store(second, two + i);
                }

                if (TMemory.Third)
                {
                    TVector.Store(third, three + i);
                }
            }

            return i;
        }

        private static void Copy(T* from, T* to, int numbers)
        {
            for (int i = 0; i < numbers; i++)
            {
                to[i] = from[i];
            }
        }
    }

    /// <summary>Which numbers are remembered for each weight.</summary>
    private interface IMemory
    {
        static abstract bool First { get; }

        static abstract bool Second { get; }

        static abstract bool Third { get; }
    }

    private readonly struct None : IMemory
    {
        public static bool First => false;

        public static bool Second => false;

        public static bool Third => false;
    }

    private readonly struct One : IMemory
    {
        public static bool First => true;

        public static bool Second => false;

        public static bool Third => false;
    }

    private readonly struct Two : IMemory
    {
        public static bool First => true;

        public static bool Second => true;

        public static bool Third => false;
    }

    private readonly struct Outer : IMemory
    {
        public static bool First => true;

        public static bool Second => false;

        public static bool Third => true;
    }

    private readonly struct Three : IMemory
    {
        public static bool First => true;

        public static bool Second => true;

        public static bool Third => true;
    }
}
