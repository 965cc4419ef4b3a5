"""The agreement screen: figures of the annotators' agreement, and the passages behind them."""
